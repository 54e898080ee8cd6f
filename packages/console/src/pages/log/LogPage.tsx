import { Empty } from '../../components/State.tsx';

export function LogPage() {
  return <div className="page"><Empty title="LogPage" /></div>;
}
