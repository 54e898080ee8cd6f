import type { Direction, SideId } from '../../kernel/codes.ts';
import type { Labels } from '../../vocabulary/labels.ts';

/**
 * Which element or document which authority of which side needs, for the goods that the first pair sees most:
 * anything, fresh fruit out of Viet Nam, electronics out of China. Each row names its legal source; `verified` says
 * whether somebody has read that source. Rows whose condition nothing in a declaration can tell are not here.
 */
export type RequirementAuthority =
  'customs' | 'quarantine' | 'border_guard' | 'health' | 'traffic' | 'management_board';

export interface ElementDescription extends Labels {
  readonly kind: 'element' | 'document';
  /** Class, element and tag of the WCO Data Model; a question mark means that the tag is not confirmed. */
  readonly wco?: string;
}

export const ELEMENTS = {
  declarationOfficeID: {
    kind: 'element',
    wco: 'Declaration.DeclarationOfficeID 065',
    en: 'Customs office of declaration',
    vi: 'Cơ quan hải quan đăng ký tờ khai',
    zh: '申报地海关',
  },
  functionalReferenceID: {
    kind: 'element',
    wco: 'Declaration.FunctionalReferenceID D026',
    en: 'Common reference of the consignment',
    vi: 'Số tham chiếu chung của lô hàng',
    zh: '共同参考编号',
  },
  exporter: {
    kind: 'element',
    wco: 'Exporter.Name R031',
    en: 'Exporter: name and tax or credit code',
    vi: 'Người xuất khẩu: tên và mã số',
    zh: '出口商名称和代码',
  },
  importer: {
    kind: 'element',
    wco: 'Importer.Name R037',
    en: 'Importer: name and tax or credit code',
    vi: 'Người nhập khẩu: tên và mã số',
    zh: '进口商名称和代码',
  },
  agent: {
    kind: 'element',
    wco: 'Agent.Name R003',
    en: 'Customs agent',
    vi: 'Đại lý làm thủ tục hải quan',
    zh: '报关企业',
  },
  invoice: {
    kind: 'element',
    wco: 'GoodsShipment/Invoice.ID D016',
    en: 'Invoice number and date',
    vi: 'Số, ngày hóa đơn thương mại',
    zh: '商业发票号和日期',
  },
  invoiceAmount: {
    kind: 'element',
    wco: 'Declaration.InvoiceAmount 109',
    en: 'Invoice total and currency',
    vi: 'Tổng trị giá hóa đơn, đồng tiền',
    zh: '发票总金额和币制',
  },
  tradeTermsConditionCode: {
    kind: 'element',
    wco: 'GoodsShipment/TradeTerms.ConditionCode 090',
    en: 'Terms of delivery',
    vi: 'Điều kiện giao hàng',
    zh: '成交方式',
  },
  totalPackageQuantity: {
    kind: 'element',
    wco: 'Declaration.TotalPackageQuantity 146',
    en: 'Total number of packages',
    vi: 'Tổng số lượng kiện',
    zh: '总件数',
  },
  totalGrossMassKg: {
    kind: 'element',
    wco: 'Declaration.TotalGrossMassMeasure 131',
    en: 'Total gross weight',
    vi: 'Tổng trọng lượng hàng (Gross)',
    zh: '总毛重',
  },
  packaging: {
    kind: 'element',
    wco: 'GovernmentAgencyGoodsItem/Packaging.TypeCode 141',
    en: 'Kind and number of packages of the item',
    vi: 'Loại kiện và số kiện',
    zh: '包装种类和件数',
  },
  description: {
    kind: 'element',
    wco: 'Commodity.Description 137',
    en: 'Description of goods',
    vi: 'Mô tả hàng hóa',
    zh: '商品名称及规格型号',
  },
  classification: {
    kind: 'element',
    wco: 'Commodity/Classification.ID 145',
    en: 'Commodity code of this side',
    vi: 'Mã số hàng hóa theo biểu thuế bên khai',
    zh: '商品编号(本方税则)',
  },
  tariffQuantity: {
    kind: 'element',
    wco: 'Commodity/GoodsMeasure.TariffQuantity 130',
    en: 'Quantity in the tariff unit',
    vi: 'Số lượng theo đơn vị tính của biểu thuế',
    zh: '法定数量',
  },
  itemGrossMassKg: {
    kind: 'element',
    wco: 'Commodity/GoodsMeasure.GrossMassMeasure 126',
    en: 'Gross weight of the item',
    vi: 'Trọng lượng cả bì của dòng hàng',
    zh: '分项毛重',
  },
  itemNetMassKg: {
    kind: 'element',
    wco: 'Commodity/GoodsMeasure.NetNetWeightMeasure 128',
    en: 'Net weight',
    vi: 'Trọng lượng tịnh',
    zh: '净重',
  },
  customsValue: {
    kind: 'element',
    wco: 'GovernmentAgencyGoodsItem.CustomsValueAmount 108',
    en: 'Customs value',
    vi: 'Trị giá hải quan',
    zh: '完税价格(计税价格)',
  },
  originCountryCode: {
    kind: 'element',
    wco: 'GovernmentAgencyGoodsItem/Origin.CountryCode 063',
    en: 'Country of origin',
    vi: 'Nước xuất xứ',
    zh: '原产国',
  },
  exportationCountryCode: {
    kind: 'element',
    wco: 'GoodsShipment/ExportCountry.ID 062',
    en: 'Country of export',
    vi: 'Nước xuất khẩu',
    zh: '启运国',
  },
  destinationCountryCode: {
    kind: 'element',
    wco: 'GoodsShipment/Destination.CountryCode 465',
    en: 'Country of destination',
    vi: 'Nước đến',
    zh: '运抵国',
  },
  tractorID: {
    kind: 'element',
    wco: 'BorderTransportMeans.ID T006',
    en: 'Lorry that crosses the border (plate)',
    vi: 'Số xe tải qua biên giới (biển số)',
    zh: '运输工具代码(车牌号)',
  },
  registrationNationalityCode: {
    kind: 'element',
    wco: 'BorderTransportMeans.RegistrationNationalityCode T014',
    en: 'Nationality of the lorry',
    vi: 'Quốc tịch phương tiện',
    zh: '运输工具国籍',
  },
  containerID: {
    kind: 'element',
    wco: 'Consignment/TransportEquipment.ID 159',
    en: 'Container number',
    vi: 'Số hiệu container',
    zh: '集装箱(器)编号',
  },
  sealID: {
    kind: 'element',
    wco: 'Consignment/TransportEquipment/Seal.ID 165',
    en: 'Seal number',
    vi: 'Số niêm phong (số seal)',
    zh: '封志号',
  },
  dutyPreference: {
    kind: 'element',
    wco: 'Commodity/DutyTaxFee.DutyRegimeCode 164',
    en: 'Duty treatment or preference claimed',
    vi: 'Mã biểu thuế, chế độ ưu đãi áp dụng',
    zh: '征免性质和优惠协定代码',
  },
  exportDeclaration: {
    kind: 'document',
    en: 'Export declaration',
    vi: 'Tờ khai hải quan xuất khẩu',
    zh: '出口报关单',
  },
  commercialInvoice: {
    kind: 'document',
    en: 'Commercial invoice',
    vi: 'Hóa đơn thương mại',
    zh: '商业发票',
  },
  packingList: {
    kind: 'document',
    en: 'Packing list',
    vi: 'Phiếu đóng gói (bản kê chi tiết hàng hóa)',
    zh: '装箱单',
  },
  roadDocument: {
    kind: 'document',
    en: 'Road transport document',
    vi: 'Chứng từ vận tải đường bộ',
    zh: '公路提(运)单',
  },
  contract: {
    kind: 'document',
    en: 'Sales contract',
    vi: 'Hợp đồng mua bán',
    zh: '贸易合同',
  },
  mandate: {
    kind: 'document',
    en: 'Mandate of the customs agent',
    vi: 'Hợp đồng đại lý hải quan (ủy quyền)',
    zh: '代理报关委托书',
  },
  importDeclaration: {
    kind: 'document',
    en: 'Import declaration',
    vi: 'Tờ khai hải quan nhập khẩu',
    zh: '进口报关单',
  },
  proofOfOrigin: {
    kind: 'document',
    en: 'Proof of origin',
    vi: 'Giấy chứng nhận xuất xứ hàng hóa (C/O)',
    zh: '原产地证书',
  },
  manifest: {
    kind: 'document',
    en: 'Road manifest',
    vi: 'Bản kê hàng hóa vận chuyển đường bộ',
    zh: '公路舱单',
  },
  driver: {
    kind: 'element',
    wco: 'BorderTransportMeans/Master.ID R028?',
    en: 'Driver: registered code and name',
    vi: 'Lái xe: mã đăng ký và họ tên',
    zh: '驾驶员代码和名称',
  },
  trailerID: {
    kind: 'element',
    wco: 'TransportEquipment.ID 159',
    en: 'Trailer number',
    vi: 'Số rơ moóc, sơ mi rơ moóc',
    zh: '托架/拖挂车编号',
  },
  vehiclePapers: {
    kind: 'document',
    en: 'Vehicle licence, driving licence, insurance',
    vi: 'Đăng ký xe, giấy phép lái xe, bảo hiểm',
    zh: '行驶证、驾驶证、保险单',
  },
  gateDeclaration: {
    kind: 'document',
    en: 'Declaration on the digital border-gate platform',
    vi: 'Khai báo trên nền tảng cửa khẩu số',
    zh: '越方数字口岸平台申报',
  },
  gateFeeReceipt: {
    kind: 'document',
    en: 'Gate infrastructure fee receipt',
    vi: 'Biên lai phí sử dụng công trình kết cấu hạ tầng cửa khẩu',
    zh: '口岸基础设施使用费收据',
  },
  phytosanitaryCertificate: {
    kind: 'document',
    en: 'Phytosanitary certificate with the additional declaration of the protocol',
    vi: 'Giấy chứng nhận kiểm dịch thực vật có khai báo bổ sung theo nghị định thư',
    zh: '植物检疫证书(附议定书附加声明)',
  },
  orchardID: {
    kind: 'element',
    wco: 'AdditionalDocument.ID D005',
    en: 'Growing-area code',
    vi: 'Mã số vùng trồng',
    zh: '注册果园编号',
  },
  packingHouseID: {
    kind: 'element',
    wco: 'AdditionalDocument.ID D005',
    en: 'Packing-house code',
    vi: 'Mã số cơ sở đóng gói',
    zh: '注册包装厂编号',
  },
  laboratoryReport: {
    kind: 'document',
    en: 'Test report of a laboratory recognised by GACC: cadmium and Basic Yellow 2',
    vi: 'Phiếu kết quả thử nghiệm Cadimi và Vàng O của phòng kiểm nghiệm được GACC công nhận',
    zh: '经海关总署认可机构出具的镉和碱性嫩黄O检测报告',
  },
  quarantineImportPermit: {
    kind: 'document',
    en: 'Quarantine import permit',
    vi: 'Giấy phép kiểm dịch nhập khẩu của Trung Quốc',
    zh: '进境动植物检疫许可证',
  },
  requiredTemperatureC: {
    kind: 'element',
    wco: 'Consignment/Freight.TemperatureMeasure ?',
    en: 'Set temperature of the reefer',
    vi: 'Nhiệt độ cài đặt container lạnh',
    zh: '冷藏设定温度',
  },
  batteryTestSummary: {
    kind: 'document',
    en: 'Dangerous-goods packaging use sheet and UN 38.3 report',
    vi: 'Phiếu giám định bao bì hàng nguy hiểm và báo cáo UN 38.3',
    zh: '危险货物运输包装使用鉴定结果单和UN38.3报告',
  },
  conformity: {
    kind: 'document',
    en: 'Type approval and conformity for telecom products',
    vi: 'Chứng nhận, công bố hợp quy thiết bị viễn thông',
    zh: '电信设备型式认可和符合性证明',
  },
} as const satisfies Readonly<Record<string, ElementDescription>>;
export type ElementKey = keyof typeof ELEMENTS;

export const LEGAL_SOURCES = {
  L1: 'Circular 38/2015/TT-BTC Art. 18 and Annex II, as amended by 39/2018/TT-BTC and 121/2025/TT-BTC',
  L2:
    'PRC Customs Law Art. 24-25; PRC Customs Penalties Regulations Art. 15 (items to be declared); ' +
    'GACC rules on filling in declarations',
  L3:
    'Circular 38/2015/TT-BTC Art. 16, as amended by 39/2018/TT-BTC and 121/2025/TT-BTC; Customs Law ' +
    '54/2014/QH13 Art. 24',
  L4: 'Customs Law 54/2014/QH13 Art. 20',
  L5:
    'PRC Customs Law Art. 24-25; PRC Customs Penalties Regulations Art. 15 (items to be declared); ' +
    'GACC rules on filling in declarations; Implementing Regulations of the quarantine law Art. 19 ' +
    'where quarantine applies',
  L6: 'PRC Customs Law Art. 10',
  L7: 'PRC Origin Regulations Art. 14; ACFTA; RCEP ch. 3',
  L8: 'Customs Law 54/2014/QH13 Art. 27; ACFTA; RCEP ch. 3',
  L9: 'GACC announcement on road means of transport and manifests (number not verified)',
  L11: 'VN-CN road transport agreement; PRC road traffic law',
  L12: 'Lạng Sơn Decision 1941/QĐ-UBND of 2021 and later decisions on the digital border-gate platform',
  L13: 'Lạng Sơn Resolution 09/2025/NQ-HĐND',
  L16: 'Law on Road Traffic Order and Safety 36/2024/QH15',
  L17:
    'Law 41/2013/QH13; VN-CN phytosanitary protocol of the fruit; GACC list of approved orchards ' +
    'and packing houses',
  L18: 'VN-CN phytosanitary protocol of the fruit; GACC list of approved orchards and packing houses',
  L19: 'GACC measures on durian since January 2025',
  L20: 'PRC rules on inspection and quarantine of imported fruit; Implementing Regulations of the ' + 'quarantine law',
  L21: 'PRC Law on Animal and Plant Quarantine Art. 12; Implementing Regulations Art. 19',
  L22: 'Trader practice; protocol where cold treatment applies',
  L23: 'ACFTA; RCEP ch. 3; PRC Tariff Law Art. 12-13',
  L24: 'PRC Commodity Inspection Law Art. 17',
  L25: 'ACFTA: Decree 118/2022/NĐ-CP; RCEP: Decree 129/2022/NĐ-CP',
  L26: 'Telecommunications Law 24/2023/QH15',
} as const satisfies Readonly<Record<string, string>>;

export type GoodsScope = 'all' | 'fresh_fruit' | 'electronics';

export interface Requirement {
  readonly element: ElementKey;
  readonly side: SideId;
  readonly authority: RequirementAuthority;
  readonly directions: readonly Direction[];
  readonly goods: GoodsScope;
  readonly mandatory: boolean;
  readonly legalSource: string;
  readonly verified: boolean;
}

const OUT: readonly Direction[] = ['VN-CN'];
const IN: readonly Direction[] = ['CN-VN'];
const BOTH: readonly Direction[] = ['VN-CN', 'CN-VN'];
const YES = true;
const IF = false;
const READ = true;
const UNREAD = false;

const need = (
  element: ElementKey,
  side: SideId,
  authority: RequirementAuthority,
  directions: readonly Direction[],
  goods: GoodsScope,
  mandatory: boolean,
  source: keyof typeof LEGAL_SOURCES,
  verified: boolean,
): Requirement => ({
  element,
  side,
  authority,
  directions,
  goods,
  mandatory,
  legalSource: LEGAL_SOURCES[source],
  verified,
});

export const REQUIREMENTS: readonly Requirement[] = [
  need('declarationOfficeID', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('declarationOfficeID', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('functionalReferenceID', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('functionalReferenceID', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('exporter', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('exporter', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('importer', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('importer', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('agent', 'VN', 'customs', BOTH, 'all', IF, 'L1', UNREAD),
  need('agent', 'CN', 'customs', BOTH, 'all', IF, 'L2', UNREAD),
  need('invoice', 'VN', 'customs', OUT, 'all', YES, 'L1', UNREAD),
  need('invoice', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('invoice', 'VN', 'customs', IN, 'all', YES, 'L1', READ),
  need('invoiceAmount', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('invoiceAmount', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('tradeTermsConditionCode', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('tradeTermsConditionCode', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('totalPackageQuantity', 'VN', 'customs', OUT, 'all', YES, 'L1', UNREAD),
  need('totalPackageQuantity', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('totalPackageQuantity', 'VN', 'customs', IN, 'all', YES, 'L1', READ),
  need('totalGrossMassKg', 'VN', 'customs', OUT, 'all', YES, 'L1', UNREAD),
  need('totalGrossMassKg', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('totalGrossMassKg', 'VN', 'customs', IN, 'all', YES, 'L1', READ),
  need('packaging', 'VN', 'customs', OUT, 'all', YES, 'L1', UNREAD),
  need('packaging', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('packaging', 'VN', 'customs', IN, 'all', YES, 'L1', READ),
  need('description', 'VN', 'customs', BOTH, 'all', YES, 'L1', READ),
  need('description', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('classification', 'VN', 'customs', BOTH, 'all', YES, 'L1', READ),
  need('classification', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('tariffQuantity', 'VN', 'customs', BOTH, 'all', YES, 'L1', READ),
  need('tariffQuantity', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('itemGrossMassKg', 'VN', 'customs', BOTH, 'all', IF, 'L1', UNREAD),
  need('itemGrossMassKg', 'CN', 'customs', BOTH, 'all', IF, 'L2', UNREAD),
  need('itemNetMassKg', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('itemNetMassKg', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('customsValue', 'VN', 'customs', BOTH, 'all', IF, 'L1', READ),
  need('customsValue', 'CN', 'customs', BOTH, 'all', IF, 'L2', UNREAD),
  need('originCountryCode', 'VN', 'customs', BOTH, 'all', YES, 'L1', READ),
  need('originCountryCode', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('exportationCountryCode', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('exportationCountryCode', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('destinationCountryCode', 'VN', 'customs', OUT, 'all', IF, 'L1', UNREAD),
  need('destinationCountryCode', 'CN', 'customs', IN, 'all', IF, 'L2', READ),
  need('tractorID', 'VN', 'customs', OUT, 'all', YES, 'L1', UNREAD),
  need('tractorID', 'CN', 'customs', BOTH, 'all', YES, 'L2', READ),
  need('tractorID', 'VN', 'customs', IN, 'all', YES, 'L1', READ),
  need('registrationNationalityCode', 'VN', 'customs', BOTH, 'all', YES, 'L1', UNREAD),
  need('registrationNationalityCode', 'CN', 'customs', BOTH, 'all', YES, 'L2', UNREAD),
  need('containerID', 'VN', 'customs', OUT, 'all', IF, 'L1', UNREAD),
  need('containerID', 'CN', 'customs', BOTH, 'all', IF, 'L2', READ),
  need('containerID', 'VN', 'customs', IN, 'all', IF, 'L1', READ),
  need('sealID', 'VN', 'customs', OUT, 'all', IF, 'L1', UNREAD),
  need('sealID', 'CN', 'customs', BOTH, 'all', IF, 'L2', UNREAD),
  need('sealID', 'VN', 'customs', IN, 'all', IF, 'L1', READ),
  need('dutyPreference', 'VN', 'customs', BOTH, 'all', IF, 'L1', UNREAD),
  need('dutyPreference', 'CN', 'customs', BOTH, 'all', IF, 'L2', UNREAD),
  need('exportDeclaration', 'VN', 'customs', OUT, 'all', YES, 'L3', READ),
  need('commercialInvoice', 'VN', 'customs', OUT, 'all', IF, 'L3', UNREAD),
  need('packingList', 'VN', 'customs', BOTH, 'all', IF, 'L3', UNREAD),
  need('roadDocument', 'VN', 'customs', OUT, 'all', IF, 'L3', UNREAD),
  need('contract', 'VN', 'customs', BOTH, 'all', IF, 'L3', UNREAD),
  need('mandate', 'VN', 'customs', BOTH, 'all', IF, 'L4', UNREAD),
  need('importDeclaration', 'CN', 'customs', OUT, 'all', YES, 'L5', READ),
  need('commercialInvoice', 'CN', 'customs', BOTH, 'all', YES, 'L5', READ),
  need('packingList', 'CN', 'customs', BOTH, 'all', YES, 'L5', READ),
  need('roadDocument', 'CN', 'customs', BOTH, 'all', IF, 'L5', READ),
  need('contract', 'CN', 'customs', BOTH, 'all', IF, 'L5', READ),
  need('mandate', 'CN', 'customs', BOTH, 'all', IF, 'L6', UNREAD),
  need('proofOfOrigin', 'CN', 'customs', OUT, 'all', IF, 'L7', READ),
  need('exportDeclaration', 'CN', 'customs', IN, 'all', YES, 'L5', READ),
  need('importDeclaration', 'VN', 'customs', IN, 'all', YES, 'L3', READ),
  need('commercialInvoice', 'VN', 'customs', IN, 'all', YES, 'L3', READ),
  need('roadDocument', 'VN', 'customs', IN, 'all', IF, 'L3', READ),
  need('proofOfOrigin', 'VN', 'customs', IN, 'all', IF, 'L8', READ),
  need('manifest', 'CN', 'customs', BOTH, 'all', YES, 'L9', READ),
  need('driver', 'CN', 'customs', OUT, 'all', YES, 'L9', READ),
  need('trailerID', 'CN', 'customs', OUT, 'all', IF, 'L9', READ),
  need('vehiclePapers', 'CN', 'traffic', BOTH, 'all', YES, 'L11', UNREAD),
  need('gateDeclaration', 'VN', 'management_board', BOTH, 'all', YES, 'L12', READ),
  need('driver', 'VN', 'management_board', BOTH, 'all', YES, 'L12', READ),
  need('gateFeeReceipt', 'VN', 'management_board', BOTH, 'all', YES, 'L13', READ),
  need('vehiclePapers', 'VN', 'traffic', BOTH, 'all', YES, 'L16', UNREAD),
  need('driver', 'CN', 'customs', IN, 'all', YES, 'L9', UNREAD),
  need('trailerID', 'CN', 'customs', IN, 'all', IF, 'L9', UNREAD),
  need('phytosanitaryCertificate', 'VN', 'quarantine', OUT, 'fresh_fruit', YES, 'L17', READ),
  need('orchardID', 'VN', 'quarantine', OUT, 'fresh_fruit', YES, 'L18', READ),
  need('packingHouseID', 'VN', 'quarantine', OUT, 'fresh_fruit', YES, 'L18', READ),
  need('laboratoryReport', 'VN', 'quarantine', OUT, 'fresh_fruit', IF, 'L19', READ),
  need('quarantineImportPermit', 'CN', 'quarantine', OUT, 'fresh_fruit', YES, 'L20', READ),
  need('phytosanitaryCertificate', 'CN', 'quarantine', OUT, 'fresh_fruit', YES, 'L21', READ),
  need('orchardID', 'CN', 'quarantine', OUT, 'fresh_fruit', YES, 'L18', READ),
  need('packingHouseID', 'CN', 'quarantine', OUT, 'fresh_fruit', YES, 'L18', READ),
  need('laboratoryReport', 'CN', 'quarantine', OUT, 'fresh_fruit', IF, 'L19', READ),
  need('requiredTemperatureC', 'CN', 'quarantine', OUT, 'fresh_fruit', IF, 'L22', UNREAD),
  need('proofOfOrigin', 'CN', 'customs', OUT, 'fresh_fruit', IF, 'L23', READ),
  need('batteryTestSummary', 'CN', 'customs', IN, 'electronics', IF, 'L24', READ),
  need('proofOfOrigin', 'VN', 'customs', IN, 'electronics', IF, 'L25', READ),
  need('conformity', 'VN', 'customs', IN, 'electronics', IF, 'L26', UNREAD),
];
