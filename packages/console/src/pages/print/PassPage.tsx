import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { get } from '../../api.ts';
import { Icon } from '../../components/Icon.tsx';
import { Pass } from '../../components/Pass.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { Line, TwinTime } from '../../components/TwinTime.tsx';
import { crossingQuery } from '../../crossing/queries.ts';
import { originOf } from '../../directions.ts';
import { formatDate } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { tokenOf, type DriverView } from '../driver/driver-view.ts';
import { Both, Paper } from './Paper.tsx';

/** The pass on paper, for a driver without a phone: the same text that the phone shows. */
export function PassPage() {
  const { reference } = useParams({ from: '/print/pass/$reference' });
  const m = useMessages();
  const detail = useQuery(crossingQuery(reference));
  const link = detail.data?.driverLink;
  const view = useQuery({
    queryKey: ['crossing', reference, 'pass'],
    queryFn: ({ signal }) => get<DriverView>(`/api/driver/${encodeURIComponent(tokenOf(link!))}`, signal),
    enabled: link !== undefined,
  });
  const error = detail.error ?? view.error;
  if (error) return <div className="page"><Failure error={error} onRetry={() => void detail.refetch()} /></div>;
  if (!detail.data || (link !== undefined && !view.data)) return <div className="page"><Loading rows={8} /></div>;
  const pass = view.data?.pass;
  if (!pass) return <div className="page"><Empty title={m.print.noPass} /></div>;
  const side = originOf(detail.data.row.direction);
  return (
    <Paper title={`${pass.reference} ${pass.plate ?? ''}`}>
      <header>
        <Icon name="logo" size={22} />
        <b lang="vi">{GATES.VN.own}</b> <Line /> <b lang="zh">{GATES.CN.own}</b>
      </header>
      <h1><Both vi="Thẻ qua cửa khẩu" zh="口岸通行证" /></h1>
      <div className="pass-on-paper"><Pass payload={pass.text} label={pass.reference} px={250} /></div>
      <p className="plate">{pass.plate ?? pass.reference}</p>
      <p className="reference code">{pass.reference}{pass.container ? ` · ${pass.container}` : ''}</p>
      {pass.validUntil ? (
        <p><Both vi="Có giá trị đến" zh="有效至" /> <TwinTime at={pass.validUntil} strong /> {formatDate(pass.validUntil, side, 'vi')}</p>
      ) : null}
      <p className="small"><Both vi="Hai bên đều đọc được, kể cả khi mất mạng." zh="两边闸口通用，没有网络也能识读。" /></p>
    </Paper>
  );
}
