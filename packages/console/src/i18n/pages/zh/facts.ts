export const facts: Record<string, string> = {
  AttachmentReplaced: '更换', BorderCrossed: '过境线', CallPassed: '过号', ConsignmentAssessed: '判定', CorrectionProposed: '提出更正',
  CrossingExpired: '车辆未到', CrossingPlanned: '安排车次', DeclarationAmended: '修改申报', DeclarationCompleted: '补全申报', DeclarationExpired: '过期',
  DeclarationLodged: '向双方申报', DeclarationWithdrawn: '撤回', DestinationRefused: '不予放行', DestinationReleased: '放行', FactCorrected: '更正',
  HoldLifted: '解除暂缓', HoldObjected: '异议', HoldPlaced: '暂缓放行', InspectionFinished: '查验完成', InspectionStarted: '开始查验',
  LoadAdded: '装载', LoadRemoved: '卸下', OriginExited: '驶离口岸', OriginRefused: '不予放行', OriginReleased: '放行', ResultReported: '出结果',
  SampleTaken: '取样', SlotBooked: '预约', SlotMissed: '错过时段', SlotMoved: '改约', SlotReleased: '释放时段',
  TransferCompleted: '转运完成', TransferDispatched: '派车', VehicleArrived: '进场', VehicleCalled: '叫号', VehicleDeparted: '离场', VehicleReturned: '退回',
};
