/** Facts in a word or two, for a history whose halves are narrow. A fact that is not here is named in full. */
export const facts: Record<string, string> = {
  AttachmentReplaced: 'Part replaced', BorderCrossed: 'Crossed', CallPassed: 'Call passed', ConsignmentAssessed: 'Assessed',
  CorrectionProposed: 'Correction proposed', CrossingExpired: 'Given up', CrossingPlanned: 'Planned', DeclarationAmended: 'Amended', DeclarationCompleted: 'Completed',
  DeclarationExpired: 'Expired', DeclarationLodged: 'Declared for both', DeclarationWithdrawn: 'Withdrawn', DestinationRefused: 'Refused',
  DestinationReleased: 'Released', FactCorrected: 'Corrected', HoldLifted: 'Hold lifted', HoldObjected: 'Objection', HoldPlaced: 'On hold',
  InspectionFinished: 'Check finished', InspectionStarted: 'Check started', LoadAdded: 'Loaded', LoadRemoved: 'Taken off',
  OriginExited: 'Left the gate', OriginRefused: 'Refused', OriginReleased: 'Released', ResultReported: 'Result', SampleTaken: 'Sample taken',
  SlotBooked: 'Slot booked', SlotMissed: 'Slot missed', SlotMoved: 'Slot moved', SlotReleased: 'Slot given back',
  TransferCompleted: 'Carried over', TransferDispatched: 'Vehicle sent', VehicleArrived: 'Arrived', VehicleCalled: 'Called',
  VehicleDeparted: 'Departed', VehicleReturned: 'Returned',
};
