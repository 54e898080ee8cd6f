import { Empty } from '../../components/State.tsx';

export function LorriesPage() {
  return <div className="page"><Empty title="LorriesPage" /></div>;
}
