import { Empty } from '../../components/State.tsx';

export function WorkPage() {
  return <div className="page"><Empty title="WorkPage" /></div>;
}
