import { Empty } from '../../components/State.tsx';

export function TicketPage() {
  return <div className="page"><Empty title="TicketPage" /></div>;
}
