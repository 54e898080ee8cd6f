import { Empty } from '../../components/State.tsx';

export function DayListPage() {
  return <div className="page"><Empty title="DayListPage" /></div>;
}
