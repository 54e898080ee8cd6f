import { Link } from '@tanstack/react-router';
import { useMessages } from '../../i18n/messages.tsx';

/** What stands on the line: the ways in that need no account, each in the words of who uses it. */
export function Doors() {
  const m = useMessages();
  return (
    <div className="doors">
      <div className="door" lang="vi">
        <b>Lái xe</b>
        <span>mở bằng đường dẫn hoặc mã QR trên phiếu</span>
      </div>
      <div className="door" lang="zh">
        <b>司机</b>
        <span>用通行码上的链接或二维码打开</span>
      </div>
      <Link to="/kiosk" className="door">
        <b>{m.signIn.anybody}</b>
        <span>{m.signIn.kiosk}</span>
      </Link>
    </div>
  );
}
