import { Empty } from '../../components/State.tsx';

export function LorryPage() {
  return <div className="page"><Empty title="LorryPage" /></div>;
}
