import type { Labels, Language } from './labels.ts';

/**
 * Legal bases in the reader's language. A basis is one text in facts, reasons and signed documents: citations separated by "; ", each an
 * act by its English name with its articles. It is read here and never stored; what is not known stays as it was written.
 */
type Reading = Omit<Labels, 'en'>;

const VN = (vi: string, zh: string, number: string): Reading => ({ vi: `${vi} ${number}`, zh: `越南《${zh}》（${number}）` });
const CN = (vi: string, zh: string): Reading => ({ vi: `${vi} Trung Quốc`, zh: `中国《${zh}》` });

const ACTS: Readonly<Record<string, Reading>> = {
  'Customs Law 54/2014/QH13': VN('Luật Hải quan', '海关法', '54/2014/QH13'),
  'Law on Food Safety 55/2010/QH12': VN('Luật An toàn thực phẩm', '食品安全法', '55/2010/QH12'),
  'Law on Foreign Trade Management 05/2017/QH14': VN('Luật Quản lý ngoại thương', '外贸管理法', '05/2017/QH14'),
  'Law on Product Quality 05/2007/QH12': VN('Luật Chất lượng sản phẩm, hàng hóa', '产品商品质量法', '05/2007/QH12'),
  'Law on Roads 35/2024/QH15': VN('Luật Đường bộ', '公路法', '35/2024/QH15'),
  'Law on Road Traffic Order and Safety 36/2024/QH15': VN('Luật Trật tự, an toàn giao thông đường bộ', '道路交通秩序安全法', '36/2024/QH15'),
  'Viet Nam rules on strategic goods (Decree 259/2025/NĐ-CP)': {
    vi: 'Quy định của Việt Nam về hàng hóa chiến lược (Nghị định 259/2025/NĐ-CP)', zh: '越南战略货物规定（第 259/2025/NĐ-CP 号议定）',
  },
  'Decree 43/2017/NĐ-CP as amended by 111/2021/NĐ-CP': {
    vi: 'Nghị định 43/2017/NĐ-CP, sửa đổi bởi 111/2021/NĐ-CP', zh: '越南第 43/2017/NĐ-CP 号议定（经 111/2021/NĐ-CP 修订）',
  },
  'Decree 134/2016/NĐ-CP as amended': { vi: 'Nghị định 134/2016/NĐ-CP, đã sửa đổi', zh: '越南第 134/2016/NĐ-CP 号议定（经修订）' },
  'Lạng Sơn Decision 1941/QĐ-UBND and later decisions': {
    vi: 'Quyết định 1941/QĐ-UBND của Lạng Sơn và các quyết định sau đó', zh: '谅山省第 1941/QĐ-UBND 号决定及其后的决定',
  },
  'Lạng Sơn Resolution 09/2025/NQ-HĐND': { vi: 'Nghị quyết 09/2025/NQ-HĐND của Lạng Sơn', zh: '谅山省第 09/2025/NQ-HĐND 号决议' },
  'Data Law 60/2024/QH15 of Viet Nam': VN('Luật Dữ liệu', '数据法', '60/2024/QH15'),
  'lists of important and core data': { vi: 'danh mục dữ liệu quan trọng và dữ liệu cốt lõi', zh: '重要数据和核心数据目录' },
  'Provisions on promoting and regulating cross-border data flows, Cyberspace Administration of China, 22 March 2024': {
    vi: 'Quy định thúc đẩy và quản lý luồng dữ liệu xuyên biên giới, Văn phòng Thông tin Internet quốc gia Trung Quốc, 22/3/2024',
    zh: '国家互联网信息办公室《促进和规范数据跨境流动规定》（2024 年 3 月 22 日）',
  },
  'PRC Customs Law': CN('Luật Hải quan', '海关法'),
  'PRC Tariff Law': CN('Luật Thuế quan', '关税法'),
  'PRC Food Safety Law': CN('Luật An toàn thực phẩm', '食品安全法'),
  'PRC Export Control Law': CN('Luật Kiểm soát xuất khẩu', '出口管制法'),
  'PRC Commodity Inspection Law': CN('Luật Kiểm nghiệm hàng hóa xuất nhập khẩu', '进出口商品检验法'),
  'PRC Law on Animal and Plant Quarantine': CN('Luật Kiểm dịch động thực vật xuất nhập cảnh', '进出境动植物检疫法'),
  'PRC Frontier Health and Quarantine Law': CN('Luật Kiểm dịch y tế biên giới', '国境卫生检疫法'),
  'PRC Customs Penalties Regulations': CN('Điều lệ xử phạt hành chính hải quan', '海关行政处罚实施条例'),
  'PRC Customs IPR Regulations': CN('Điều lệ hải quan bảo hộ quyền sở hữu trí tuệ', '知识产权海关保护条例'),
  'PRC Origin Regulations': CN('Điều lệ xuất xứ hàng hóa xuất nhập khẩu', '进出口货物原产地条例'),
  'PRC Road Transport Regulations': CN('Điều lệ vận tải đường bộ', '道路运输条例'),
  'PRC Regulations on Safety of Hazardous Chemicals': CN('Điều lệ quản lý an toàn hóa chất nguy hiểm', '危险化学品安全管理条例'),
  'PRC Regulations on Exit and Entry Frontier Inspection': CN('Điều lệ kiểm tra biên phòng xuất nhập cảnh', '出境入境边防检查条例'),
  'PRC quarantine regulations': { vi: 'Điều lệ kiểm dịch của Trung Quốc', zh: '中国检疫条例' },
  'PRC road traffic law': { vi: 'Pháp luật giao thông đường bộ Trung Quốc', zh: '中国道路交通法律' },
  'PRC catalogues of prohibited goods': { vi: 'Danh mục hàng cấm của Trung Quốc', zh: '中国禁止进出口货物目录' },
  "PRC rules on residents' border trade": { vi: 'Quy định của Trung Quốc về mua bán của cư dân biên giới', zh: '中国边民互市贸易规定' },
  'GACC announcement on road means of transport and manifests': {
    vi: 'Thông báo của Tổng cục Hải quan Trung Quốc về phương tiện đường bộ và bản lược khai', zh: '海关总署关于公路运输工具和舱单的公告',
  },
  'GACC credit rules': { vi: 'Quy định tín nhiệm của Tổng cục Hải quan Trung Quốc', zh: '海关总署信用管理规定' },
  'GACC list': { vi: 'Danh sách của Tổng cục Hải quan Trung Quốc', zh: '海关总署名单' },
  'GACC list of laboratories': { vi: 'Danh sách phòng thử nghiệm của Tổng cục Hải quan Trung Quốc', zh: '海关总署实验室名单' },
  'GACC measures on durian since January 2025': {
    vi: 'Biện pháp của Tổng cục Hải quan Trung Quốc đối với sầu riêng từ tháng 1/2025', zh: '海关总署 2025 年 1 月起对榴莲的措施',
  },
  'GACC Decree 248, replaced by Decree 280 from 1 June 2026': {
    vi: 'Lệnh 248 của Tổng cục Hải quan Trung Quốc, thay bằng Lệnh 280 từ 1/6/2026', zh: '海关总署第 248 号令，2026 年 6 月 1 日起由第 280 号令取代',
  },
  'VN-CN Agreement on land border gates 2009': {
    vi: 'Hiệp định về cửa khẩu biên giới đất liền Việt Nam – Trung Quốc 2009', zh: '2009 年中越陆地边境口岸协定',
  },
  'VN-CN road transport agreement': { vi: 'Hiệp định vận tải đường bộ Việt Nam – Trung Quốc', zh: '中越汽车运输协定' },
  'VN-CN phytosanitary protocol': { vi: 'Nghị định thư kiểm dịch thực vật Việt Nam – Trung Quốc', zh: '中越植物检疫议定书' },
  RCEP: { vi: 'RCEP', zh: 'RCEP' },
  ACFTA: { vi: 'ACFTA', zh: '中国—东盟自贸协定' },
  'IHR 2005': { vi: 'Điều lệ Y tế quốc tế 2005', zh: '《国际卫生条例（2005）》' },
  'IPPC ISPM 12': { vi: 'IPPC ISPM 12', zh: 'IPPC ISPM 12' },
  'IPPC ISPM 15': { vi: 'IPPC ISPM 15', zh: 'IPPC ISPM 15' },
  'Criminal codes': { vi: 'Bộ luật hình sự của mỗi bên', zh: '双方刑法' },
  'Exit and entry laws of each side': { vi: 'Luật xuất nhập cảnh của mỗi bên', zh: '双方出入境法律' },
  'National rules on radiation safety': { vi: 'Quy định quốc gia về an toàn bức xạ', zh: '国家辐射安全规定' },
  'Rules of each certificate': { vi: 'Quy định của từng loại chứng nhận', zh: '各类证书的规定' },
  'Notice of the importing authority': { vi: 'Thông báo của cơ quan nước nhập khẩu', zh: '进口方主管机关的通知' },
  Protocol: { vi: 'Nghị định thư', zh: '议定书' },
  'food-safety rules': { vi: 'quy định an toàn thực phẩm', zh: '食品安全规定' },
  'Gate rules': { vi: 'Nội quy cửa khẩu', zh: '口岸规定' },
  'Youyi Guan frontier inspection filing': { vi: 'khai báo kiểm tra biên phòng Hữu Nghị Quan', zh: '友谊关边检备案' },
  'frontier filing at Youyi Guan 72 hours': { vi: 'khai báo tại Hữu Nghị Quan 72 giờ', zh: '友谊关口岸申报 72 小时' },
  'Published rule of the queue': { vi: 'Quy tắc xếp hàng đã công bố', zh: '已公布的排队规则' },
  'Capacity published by the other side': { vi: 'Năng lực tiếp nhận do bên kia công bố', zh: '对方公布的接收能力' },
  'Data agreement of the pair': { vi: 'Thỏa thuận dữ liệu của hai cửa khẩu', zh: '两口岸的数据协议' },
  'agreement on the joint draw': { vi: 'thỏa thuận rút thăm chung', zh: '联合抽签协议' },
  'Degraded-mode rule of the pair': { vi: 'Quy tắc của hai cửa khẩu khi hệ thống gián đoạn', zh: '两口岸的降级运行规则' },
};

/** Vietnamese acts that are cited by their number alone. */
const NUMBERED: readonly (readonly [RegExp, (number: string) => Reading])[] = [
  [/^Law (\d+\/\d{4}\/QH\d+)$/, (number) => ({ vi: `Luật ${number}`, zh: `越南第 ${number} 号法律` })],
  [/^Decree (\d+\/\d{4}\/NĐ-CP)$/, (number) => ({ vi: `Nghị định ${number}`, zh: `越南第 ${number} 号议定` })],
  [/^Circular (\d+\/\d{4}\/TT-\p{Lu}+)$/u, (number) => ({ vi: `Thông tư ${number}`, zh: `越南第 ${number} 号通知` })],
];

/** What of an act is cited, behind its name. */
const PLACES: readonly (readonly [RegExp, (place: string) => Reading])[] = [
  [/ \((\d+) days\)$/, (days) => ({ vi: ` (${days} ngày)`, zh: `（${days} 天）` })],
  [/(?: Art\.|, art\.) ([\d., -]+)$/, (articles) => ({ vi: ` Điều ${articles}`, zh: `第 ${articles.replaceAll(', ', '、')} 条` })],
  [/ ch\. (\d+)$/, (chapter) => ({ vi: ` Chương ${chapter}`, zh: `第 ${chapter} 章` })],
  [/ Annex ([IVX]+)$/, (annex) => ({ vi: ` Phụ lục ${annex}`, zh: `附件 ${annex}` })],
];

function actIn(name: string, language: Exclude<Language, 'en'>): string {
  if (Object.hasOwn(ACTS, name)) return ACTS[name]![language];
  for (const [pattern, reading] of NUMBERED) {
    const number = pattern.exec(name)?.[1];
    if (number !== undefined) return reading(number)[language];
  }
  return name;
}

function citationIn(citation: string, language: Exclude<Language, 'en'>): string {
  let [name, places] = [citation, ''];
  for (const [pattern, reading] of PLACES) {
    const found = pattern.exec(name);
    if (!found) continue;
    name = name.slice(0, found.index);
    places = reading(found[1]!)[language] + places;
  }
  const act = actIn(name, language);
  // Of an act that is not known nothing is read, so that nobody takes half of a citation for the whole.
  if (act === name && !Object.hasOwn(ACTS, name)) return citation;
  return /\w$/.test(act) && places.startsWith('第') ? `${act} ${places}` : act + places;
}

/** A legal basis as it is cited in one language; what is not known is left as it was written. */
export const basisIn = (basis: string, language: Language): string =>
  language === 'en' ? basis : basis.split('; ').map((each) => citationIn(each, language)).join(language === 'zh' ? '；' : '; ');
