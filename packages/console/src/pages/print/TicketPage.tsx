import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PHASE_LABELS } from '@pairgate/domain/vocabulary/phases.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import { Icon } from '../../components/Icon.tsx';
import { Pass } from '../../components/Pass.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { Line, TwinTime } from '../../components/TwinTime.tsx';
import { crossingQuery } from '../../crossing/queries.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { formatDate } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { originOf } from '../../directions.ts';
import { Both, Paper } from './Paper.tsx';

/** The ticket of the yard on paper: the number that the order is kept by, and the way to the driver's page. */
export function TicketPage() {
  const { reference } = useParams({ from: '/print/ticket/$reference' });
  const m = useMessages();
  const { data, error, refetch } = useQuery(crossingQuery(reference));
  if (error && !data) return <div className="page"><Failure error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <div className="page"><Loading rows={8} /></div>;
  if (!data.origin.ticket.ticket) return <div className="page"><Empty title={m.print.notYet} /></div>;
  return <Ticket detail={data} ticket={data.origin.ticket.ticket} />;
}

function Ticket({ detail, ticket }: { detail: CrossingDetail; ticket: string }) {
  const { row } = detail;
  const { arrivedAt, weighedMassKg, yard } = detail.origin.ticket;
  const link = detail.driverLink ? `${location.origin}${detail.driverLink}` : row.reference;
  const side = originOf(row.direction);
  return (
    <Paper title={`${row.reference} ${row.tractorID ?? ''}`}>
      <header>
        <Icon name="logo" size={22} />
        <b lang="vi">{GATES.VN.own}</b> <Line /> <b lang="zh">{GATES.CN.own}</b>
      </header>
      <h1><Both vi="Phiếu vào bãi" zh="进场排队票" /></h1>
      <p className="plate">{row.tractorID ?? row.reference}</p>
      <p className="reference code">{row.reference}</p>
      <div className="with-code">
        <Pass payload={link} label={row.reference} px={150} />
        <dl>
          <div><dt><Both vi="Vào bãi" zh="进场" /></dt><dd>{arrivedAt ? <><TwinTime at={arrivedAt} strong /> <small>{formatDate(arrivedAt, side, 'vi')}</small></> : '–'}</dd></div>
          <div><dt><Both vi="Khung giờ" zh="预约时段" /></dt><dd>{row.slotStart ? <TwinTime at={row.slotStart} strong /> : '–'}</dd></div>
          <div><dt><Both vi="Loại" zh="类别" /></dt><dd><Both vi={TRAFFIC_CLASS_LABELS[row.trafficClass].vi} zh={TRAFFIC_CLASS_LABELS[row.trafficClass].zh} /></dd></div>
          <div><dt><Both vi="Cân" zh="过磅" /></dt><dd>{weighedMassKg ? `${weighedMassKg} kg` : '–'}{yard ? `, ${yard}` : ''}</dd></div>
          <div><dt><Both vi="Trạng thái" zh="状态" /></dt><dd><Both vi={PHASE_LABELS[row.phase].vi} zh={PHASE_LABELS[row.phase].zh} /></dd></div>
        </dl>
      </div>
      <p className="small"><Both vi="Quét mã để xem thứ tự và thẻ qua cửa khẩu trên điện thoại." zh="扫码可在手机上查看排位和通行证。" /></p>
      <footer>
        <Both vi="Mã phiếu" zh="票号" /> <span className="code hash">{ticket}</span>
      </footer>
    </Paper>
  );
}
