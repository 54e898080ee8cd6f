export const facts: Record<string, string> = {
  AttachmentReplaced: 'Thay bộ phận', BorderCrossed: 'Qua biên giới', CallPassed: 'Gọi, xe chưa vào', ConsignmentAssessed: 'Phân luồng',
  CorrectionProposed: 'Đề nghị đính chính', CrossingExpired: 'Xe không đến', CrossingPlanned: 'Lập chuyến', DeclarationAmended: 'Khai sửa', DeclarationCompleted: 'Khai đủ',
  DeclarationExpired: 'Hết hiệu lực', DeclarationLodged: 'Khai cho hai bên', DeclarationWithdrawn: 'Rút khai báo', DestinationRefused: 'Từ chối',
  DestinationReleased: 'Cho qua', FactCorrected: 'Đính chính', HoldLifted: 'Gỡ tạm dừng', HoldObjected: 'Kiến nghị', HoldPlaced: 'Tạm dừng',
  InspectionFinished: 'Kiểm tra xong', InspectionStarted: 'Bắt đầu kiểm tra', LoadAdded: 'Thêm lô hàng', LoadRemoved: 'Bớt lô hàng',
  OriginExited: 'Ra cửa khẩu', OriginRefused: 'Từ chối', OriginReleased: 'Cho qua', ResultReported: 'Có kết quả', SampleTaken: 'Lấy mẫu',
  SlotBooked: 'Đặt giờ', SlotMissed: 'Lỡ giờ', SlotMoved: 'Đổi giờ', SlotReleased: 'Trả giờ',
  TransferCompleted: 'Đã chuyển', TransferDispatched: 'Điều xe', VehicleArrived: 'Vào bãi', VehicleCalled: 'Gọi xe',
  VehicleDeparted: 'Rời đi', VehicleReturned: 'Quay về',
};
