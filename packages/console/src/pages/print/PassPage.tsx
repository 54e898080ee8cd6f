import { Empty } from '../../components/State.tsx';

export function PassPage() {
  return <div className="page"><Empty title="PassPage" /></div>;
}
