import { Empty } from '../../components/State.tsx';

export function KioskPage() {
  return <div className="page"><Empty title="KioskPage" /></div>;
}
