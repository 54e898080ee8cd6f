import type { assessmentFacts } from '../freight/assessment/schema.ts';
import type { attachmentFacts } from '../freight/attachment/schema.ts';
import type { consignmentFacts } from '../freight/consignment/schema.ts';
import type { correctionFacts } from '../freight/correction/schema.ts';
import type { crossingFacts } from '../freight/crossing/schema.ts';
import type { decisionFacts } from '../freight/decision/schema.ts';
import type { holdFacts } from '../freight/hold/schema.ts';
import type { inspectionFacts } from '../freight/inspection/schema.ts';
import type { laboratoryFacts } from '../freight/laboratory/schema.ts';
import type { loadFacts } from '../freight/load/schema.ts';
import type { passageFacts } from '../freight/passage/schema.ts';
import type { transferFacts } from '../freight/transfer/schema.ts';
import type { capacityFacts } from '../gate/capacity/schema.ts';
import type { laneFacts } from '../gate/lane/schema.ts';
import type { slotFacts } from '../queue/slot/schema.ts';
import type { ticketFacts } from '../queue/ticket/schema.ts';
import type { Labels } from './labels.ts';

export type FactName = keyof (typeof assessmentFacts &
  typeof attachmentFacts &
  typeof capacityFacts &
  typeof consignmentFacts &
  typeof correctionFacts &
  typeof crossingFacts &
  typeof decisionFacts &
  typeof holdFacts &
  typeof inspectionFacts &
  typeof laboratoryFacts &
  typeof laneFacts &
  typeof loadFacts &
  typeof passageFacts &
  typeof slotFacts &
  typeof ticketFacts &
  typeof transferFacts);

/** What happened, as a heading in the history of a crossing. A hold is never called a seizure (tạm giữ, 扣留). */
export const FACT_LABELS: Readonly<Record<FactName, Labels>> = {
  AttachmentReplaced: {
    en: 'Vehicle part or driver replaced',
    vi: 'Đã thay xe, moóc, container hoặc lái xe',
    zh: '已更换车辆、挂车、集装箱或驾驶员',
  },
  AuthorityDecided: { en: 'An authority has decided', vi: 'Một cơ quan đã quyết định', zh: '主管部门已作出决定' },
  BorderCrossed: { en: 'Border crossed', vi: 'Đã qua biên giới', zh: '已过境线' },
  CallPassed: { en: 'Call passed over', vi: 'Đã gọi, xe chưa vào', zh: '过号' },
  CapacityPublished: { en: 'Capacity published', vi: 'Đã công bố năng lực tiếp nhận', zh: '已公布通关能力' },
  ConsignmentAssessed: { en: 'Consignment assessed', vi: 'Đã phân luồng tờ khai', zh: '已判定通道' },
  CorrectionProposed: { en: 'Correction proposed', vi: 'Đã đề nghị đính chính', zh: '已提出更正' },
  CrossingExpired: { en: 'Given up: the lorry never came', vi: 'Hết hạn: xe không đến', zh: '车辆未到,车次已过期' },
  CrossingPlanned: { en: 'Crossing planned', vi: 'Đã lập chuyến qua cửa khẩu', zh: '已安排车次' },
  DeclarationAmended: { en: 'Declaration amended', vi: 'Đã khai bổ sung', zh: '已修改申报' },
  DeclarationCompleted: {
    en: 'Declaration completed by the other side',
    vi: 'Phía bạn đã khai đủ',
    zh: '对方已补全申报',
  },
  DeclarationExpired: { en: 'Declaration expired', vi: 'Khai báo hết hiệu lực', zh: '申报已过有效期' },
  DeclarationLodged: { en: 'Declaration lodged', vi: 'Đã khai báo', zh: '已申报' },
  DeclarationWithdrawn: { en: 'Declaration withdrawn', vi: 'Đã rút khai báo', zh: '已撤回申报' },
  DestinationRefused: { en: 'Refused by the importing side', vi: 'Bên nhập từ chối', zh: '进境方不予放行' },
  DestinationReleased: { en: 'Released by the importing side', vi: 'Bên nhập đã cho qua', zh: '进境方已放行' },
  FactCorrected: { en: 'Fact corrected', vi: 'Đã đính chính', zh: '已更正' },
  HoldLifted: { en: 'Hold lifted', vi: 'Đã gỡ tạm dừng', zh: '已解除暂缓' },
  HoldObjected: { en: 'Objection to a hold', vi: 'Đã kiến nghị về việc tạm dừng', zh: '已对暂缓提出异议' },
  HoldPlaced: { en: 'Hold placed', vi: 'Tạm dừng thông quan', zh: '暂缓放行' },
  InspectionFinished: { en: 'Inspection finished', vi: 'Kết thúc kiểm tra', zh: '查验完成' },
  InspectionStarted: { en: 'Inspection started', vi: 'Bắt đầu kiểm tra', zh: '开始查验' },
  LoadAdded: { en: 'Consignment loaded', vi: 'Đã thêm lô hàng lên xe', zh: '已装载货物' },
  LoadRemoved: { en: 'Consignment taken off', vi: 'Đã bớt lô hàng khỏi xe', zh: '已卸下货物' },
  OriginExited: { en: 'Left the exporting side', vi: 'Đã ra khỏi cửa khẩu bên xuất', zh: '已驶离出境方口岸' },
  OriginRefused: { en: 'Refused by the exporting side', vi: 'Bên xuất từ chối', zh: '出境方不予放行' },
  OriginReleased: { en: 'Released by the exporting side', vi: 'Bên xuất đã cho qua', zh: '出境方已放行' },
  ResultReported: { en: 'Laboratory result reported', vi: 'Đã có kết quả kiểm nghiệm', zh: '已出检测结果' },
  SampleTaken: { en: 'Sample taken', vi: 'Đã lấy mẫu', zh: '已取样' },
  SlotBooked: { en: 'Slot booked', vi: 'Đã đặt khung giờ', zh: '已预约' },
  SlotMissed: { en: 'Slot missed', vi: 'Lỡ khung giờ', zh: '错过预约时段' },
  SlotMoved: { en: 'Slot moved', vi: 'Đã đổi khung giờ', zh: '已改约' },
  SlotReleased: { en: 'Slot given back', vi: 'Đã trả khung giờ', zh: '已释放时段' },
  StationClosed: { en: 'Lane or bay closed', vi: 'Đã đóng làn hoặc vị trí kiểm tra', zh: '车道或检查台已关闭' },
  StationOpened: { en: 'Lane or bay opened', vi: 'Đã mở làn hoặc vị trí kiểm tra', zh: '车道或检查台已开启' },
  TransferCompleted: { en: 'Container carried over', vi: 'Đã chuyển container', zh: '转运完成' },
  TransferDispatched: { en: 'Unmanned vehicle dispatched', vi: 'Đã điều xe tự hành', zh: '已派发无人车转运' },
  VehicleArrived: { en: 'Arrived in the yard', vi: 'Đã vào bãi', zh: '已进场' },
  VehicleCalled: { en: 'Called', vi: 'Đã gọi xe', zh: '已叫号' },
  VehicleDeparted: { en: 'Departed', vi: 'Đã rời cửa khẩu', zh: '已离场' },
  VehicleReturned: { en: 'Returned', vi: 'Đã quay về', zh: '已退回' },
};

/**
 * The facts of the joint draw. They have words before they have a concept, because the agreement already names them.
 */
export const DRAW_FACT_LABELS = {
  DrawCommitted: { en: 'Draw: share sealed', vi: 'Chọn ngẫu nhiên: đã niêm phần của mình', zh: '联合抽取:已封存份额' },
  DrawShared: { en: 'Draw: share given', vi: 'Chọn ngẫu nhiên: đã gửi phần của mình', zh: '联合抽取:已给出份额' },
  DrawRevealed: { en: 'Draw: share opened', vi: 'Chọn ngẫu nhiên: đã mở phần của mình', zh: '联合抽取:已公开份额' },
} as const satisfies Readonly<Record<string, Labels>>;
