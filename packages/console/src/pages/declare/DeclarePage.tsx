import { Empty } from '../../components/State.tsx';

export function DeclarePage() {
  return <div className="page"><Empty title="DeclarePage" /></div>;
}
