import type { DocumentTypeCode } from '../freight/declaration/schema.ts';
import type { Labels } from './labels.ts';

/** Kinds of document, by UN/EDIFACT 1001 code or by name where that list has none. */
export const DOCUMENT_LABELS: Readonly<Record<DocumentTypeCode, Labels>> = {
  '4': { en: 'Test report', vi: 'Phiếu kết quả thử nghiệm', zh: '检测报告' },
  '271': { en: 'Packing list', vi: 'Phiếu đóng gói', zh: '装箱单' },
  '315': { en: 'Sales contract', vi: 'Hợp đồng mua bán', zh: '贸易合同' },
  '380': { en: 'Commercial invoice', vi: 'Hóa đơn thương mại', zh: '商业发票' },
  '730': { en: 'Road transport document', vi: 'Chứng từ vận tải đường bộ', zh: '公路提(运)单' },
  '785': { en: 'Road manifest', vi: 'Bản kê hàng hóa vận chuyển đường bộ', zh: '公路舱单' },
  '811': { en: 'Export licence', vi: 'Giấy phép xuất khẩu', zh: '出口许可证' },
  '830': { en: 'Export declaration', vi: 'Tờ khai hải quan xuất khẩu', zh: '出口报关单' },
  '851': { en: 'Phytosanitary certificate', vi: 'Giấy chứng nhận kiểm dịch thực vật', zh: '植物检疫证书' },
  '852': { en: 'Health certificate of food', vi: 'Giấy chứng nhận vệ sinh (chứng thư)', zh: '卫生证书' },
  '853': { en: 'Veterinary certificate', vi: 'Giấy chứng nhận kiểm dịch động vật', zh: '动物检疫证书' },
  '856': { en: 'Inspection certificate', vi: 'Giấy chứng nhận kiểm tra', zh: '检验证书' },
  '861': { en: 'Certificate of origin', vi: 'Giấy chứng nhận xuất xứ hàng hóa (C/O)', zh: '原产地证书' },
  '890': { en: 'Dangerous goods declaration', vi: 'Tờ khai hàng hóa nguy hiểm', zh: '危险货物申报单' },
  '911': { en: 'Import licence', vi: 'Giấy phép nhập khẩu', zh: '进口许可证' },
  '929': { en: 'Import declaration', vi: 'Tờ khai hải quan nhập khẩu', zh: '进口报关单' },
  battery_test_summary: {
    en: 'Battery test summary (UN 38.3) and packaging use sheet',
    vi: 'Báo cáo UN 38.3 và phiếu giám định sử dụng bao bì hàng nguy hiểm',
    zh: 'UN38.3报告和危险货物运输包装使用鉴定结果单',
  },
  conformity: { en: 'Conformity result', vi: 'Kết quả kiểm tra chất lượng, hợp quy', zh: '质量检验或符合性证明' },
  form_e: { en: 'Certificate of origin form E', vi: 'C/O mẫu E', zh: '中国—东盟自贸区原产地证书(FORM E)' },
  gate_declaration: {
    en: 'Declaration on the gate platform',
    vi: 'Khai báo trên nền tảng cửa khẩu số',
    zh: '口岸平台申报',
  },
  gate_fee_receipt: { en: 'Gate fee receipt', vi: 'Biên lai phí hạ tầng cửa khẩu', zh: '口岸基础设施使用费收据' },
  mandate: { en: 'Mandate of the customs agent', vi: 'Hợp đồng đại lý hải quan (ủy quyền)', zh: '代理报关委托书' },
  orchard_registration: { en: 'Growing-area registration', vi: 'Mã số vùng trồng', zh: '注册果园' },
  packing_house_registration: { en: 'Packing-house registration', vi: 'Mã số cơ sở đóng gói', zh: '注册包装厂' },
  quarantine_import_permit: {
    en: 'Quarantine import permit',
    vi: 'Giấy phép kiểm dịch nhập khẩu',
    zh: '进境动植物检疫许可证',
  },
  rcep_origin: { en: 'RCEP proof of origin', vi: 'Chứng từ xuất xứ RCEP', zh: 'RCEP原产地证明' },
  transport_permit: {
    en: 'International road transport permit',
    vi: 'Giấy phép vận tải đường bộ quốc tế',
    zh: '国际汽车运输行车许可证',
  },
  vehicle_papers: { en: 'Vehicle papers and insurance', vi: 'Đăng ký xe, kiểm định, bảo hiểm', zh: '行驶证、保险单' },
  weigh_slip: { en: 'Weigh slip', vi: 'Phiếu cân', zh: '过磅单' },
};
