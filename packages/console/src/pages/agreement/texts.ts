import type { Language } from '../../i18n/language.ts';

/**
 * Reading aids for the words of the agreement that a new pair starts from. What was signed is the text of the document; any
 * text that is not here is shown as it was signed.
 */
const READ_AS: Readonly<Record<string, Readonly<Record<Exclude<Language, 'en'>, string>>>> = {
  'standard contract or certification': {
    vi: 'hợp đồng mẫu hoặc chứng nhận',
    zh: '标准合同或认证',
  },
  'security assessment': {
    vi: 'đánh giá an ninh dữ liệu',
    zh: '数据出境安全评估',
  },
  'important data': {
    vi: 'dữ liệu quan trọng',
    zh: '重要数据',
  },
  'core data': {
    vi: 'dữ liệu cốt lõi',
    zh: '核心数据',
  },
  'plan lanes, bays and laboratories on both sides': {
    vi: 'sắp xếp làn, vị trí kiểm tra và phòng kiểm nghiệm ở hai bên',
    zh: '安排双方的车道、检查台和实验室',
  },
  'one declaration for both sides: compare papers, assess before arrival': {
    vi: 'một tờ khai cho hai bên: đối chiếu giấy tờ, phân luồng trước khi xe đến',
    zh: '双方共用一份申报：核对单证，车到之前判定通道',
  },
  'recognise the lorry, its container and its seals at the gate': {
    vi: 'nhận biết xe, container và niêm phong tại cửa khẩu',
    zh: '在口岸识别车辆、集装箱和封志',
  },
  'custody passes at a gate reading': {
    vi: 'chuyển giao trách nhiệm khi đọc tại cổng',
    zh: '以卡口读取为准移交监管',
  },
  'each side sees what the other has decided, not on what private grounds': {
    vi: 'mỗi bên thấy bên kia đã quyết định gì, không thấy căn cứ nội bộ',
    zh: '各方可见对方的决定，不见其内部理由',
  },
  'both sides agree on what may cross': {
    vi: 'hai bên thống nhất những gì được chuyển',
    zh: '双方商定哪些内容可以过线',
  },
  'the version in force': {
    vi: 'phiên bản đang có hiệu lực',
    zh: '生效中的版本',
  },
  'what was accepted and what was not': {
    vi: 'mục nào được chấp nhận và mục nào không',
    zh: '哪些已接受、哪些未接受',
  },
  'the order and its reason': {
    vi: 'thứ tự gọi xe và lý do',
    zh: '叫号次序及理由',
  },
  'a fact was wrong and has been put right': {
    vi: 'một sự kiện bị sai và đã được đính chính',
    zh: '事实有误，已更正',
  },
  'Agreement on land border gates of 2009, Art. on facilitation of goods; unchecked': {
    vi: 'Hiệp định về cửa khẩu biên giới đất liền năm 2009, điều về tạo thuận lợi cho hàng hóa; chưa kiểm chứng',
    zh: '2009 年陆地边境口岸协定，便利货物条款；未核实',
  },
  'Agreement on management regulations of land borders of 2009; unchecked': {
    vi: 'Hiệp định về quy chế quản lý biên giới đất liền năm 2009; chưa kiểm chứng',
    zh: '2009 年陆地边界管理制度协定；未核实',
  },
  'China: rules of 22 March 2024 on cross-border data flows, trade and transport data without personal data': {
    vi: 'Trung Quốc: quy định ngày 22/3/2024 về luồng dữ liệu xuyên biên giới, dữ liệu thương mại và vận tải không có dữ liệu cá nhân',
    zh: '中国：2024 年 3 月 22 日促进和规范数据跨境流动规定，不含个人信息的贸易和运输数据',
  },
  'each side knows which keys of the other count, and since when': {
    vi: 'mỗi bên biết khóa nào của bên kia có giá trị và từ khi nào',
    zh: '各方知晓对方哪些密钥有效、自何时起有效',
  },
  'each side knows what the other has destroyed': {
    vi: 'mỗi bên biết bên kia đã hủy những gì',
    zh: '各方知晓对方已销毁的内容',
  },
  'customs papers are kept five years': {
    vi: 'chứng từ hải quan được lưu năm năm',
    zh: '海关单证保存五年',
  },
  'a plate identifies a keeper; disputes over a crossing are raised within 90 days': {
    vi: 'biển số cho biết chủ xe; tranh chấp về một chuyến được nêu trong 90 ngày',
    zh: '车牌可指向车主；关于一次通行的争议须在 90 天内提出',
  },
  'order, waits and promises stay provable': {
    vi: 'thứ tự, thời gian chờ và lời hẹn vẫn chứng minh được',
    zh: '次序、等待时间和承诺仍可证明',
  },
  'no lorry, trader or person is in it; kept as long as the log': {
    vi: 'không có xe, thương nhân hay người nào trong đó; lưu lâu như nhật ký',
    zh: '其中没有车辆、商户或个人；与日志同期保存',
  },
};

/** A purpose, basis or reason of a document in the reader's language, where a reading of it is known. */
export function readAs(text: string, language: Language): string {
  const known = Object.hasOwn(READ_AS, text) ? READ_AS[text] : undefined;
  return known && language !== 'en' ? known[language] : text;
}
