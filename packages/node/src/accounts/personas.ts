import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Account } from '../gateway.ts';

/**
 * The invented people of the demonstration, in the order of the sign-in page. All persons and firms are invented; the
 * second and third traders are the firms of the lorries in `samples/`, so that each can be completed by its importer.
 */
export interface Persona {
  readonly id: string;
  readonly side: SideId;
  readonly displayName: string;
  readonly role: Role;
  readonly language: Account['language'];
  readonly firm?: string;
  readonly firmName?: string;
  /** True for the people of the drawing; the others are there for four eyes, for readers and for keeping the node. */
  readonly featured: boolean;
}

const person = (
  side: SideId,
  part: string,
  role: Role,
  displayName: string,
  more: { firm?: string; firmName?: string; featured?: boolean; language?: Account['language'] } = {},
): Persona => {
  const { featured = true, language = side === 'VN' ? 'vi' : 'zh', ...firm } = more;
  return { id: `${side.toLowerCase()}-${part}`, side, displayName, role, language, featured, ...firm };
};

const behind = { featured: false };

export const PERSONAS: readonly Persona[] = [
  person('VN', 'manager', 'manager', 'Nguyễn Thị Hạnh'),
  person('VN', 'customs', 'customs', 'Phạm Quốc Bảo'),
  person('VN', 'quarantine', 'quarantine', 'Nguyễn Văn Lâm'),
  person('VN', 'border-guard', 'border_guard', 'Vi Văn Thành'),
  person('VN', 'laboratory', 'laboratory', 'Lò Thị Mai'),
  person('VN', 'yard', 'yard', 'Đỗ Mạnh Cường'),
  person('VN', 'trader', 'trader', 'Trần Mỹ Duyên', { firm: '1201234567', firmName: 'Công ty TNHH Trái cây Tiền Giang' }),
  person('VN', 'secretary', 'secretary', 'Hoàng Minh Tuấn'),
  person('VN', 'customs-2', 'customs', 'Lê Thu Trang', behind),
  person('VN', 'yard-2', 'yard', 'Hứa Văn Nam', behind),
  person('VN', 'trader-2', 'trader', 'Bùi Đức Long', { ...behind, firm: '2400987654', firmName: 'Công ty TNHH Điện tử Bắc Giang' }),
  person('VN', 'trader-3', 'trader', 'H’Linh Niê', { ...behind, firm: '6001234567', firmName: 'Công ty TNHH Nông sản Đắk Thành' }),
  person('VN', 'gate', 'gate', 'Đầu đọc làn Hữu Nghị', behind),
  person('VN', 'auditor', 'auditor', 'Đinh Thị Ngọc', behind),
  person('VN', 'operator', 'operator', 'Phan Anh Khoa', behind),
  person('CN', 'manager', 'manager', '陈国栋'),
  person('CN', 'customs', 'customs', '黄志强'),
  person('CN', 'quarantine', 'quarantine', '韦丽华'),
  person('CN', 'border-guard', 'border_guard', '农建军'),
  person('CN', 'laboratory', 'laboratory', '梁静'),
  person('CN', 'yard', 'yard', '莫宏达'),
  person('CN', 'trader', 'trader', '李晓燕', { firm: '91451481MA5NL8XK2T', firmName: '凭祥南岭果品有限公司' }),
  person('CN', 'secretary', 'secretary', '覃伟'),
  person('CN', 'customs-2', 'customs', '周敏', behind),
  person('CN', 'yard-2', 'yard', '蒙志远', behind),
  person('CN', 'trader-2', 'trader', '罗建平', { ...behind, firm: '91451481MA5NEXAMP1', firmName: '广西南果进出口有限公司' }),
  person('CN', 'trader-3', 'trader', '黎思雨', { ...behind, firm: '91450100MA5NELEC33', firmName: '广西邕电电子有限公司' }),
  person('CN', 'gate', 'gate', '友谊关车道识读设备', behind),
  person('CN', 'auditor', 'auditor', '唐静怡', behind),
  person('CN', 'operator', 'operator', '谢文博', behind),
];
