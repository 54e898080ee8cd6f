/**
 * One body for every act, for the API document. A test checks that each act has one and that its schema takes it.
 */
const id = '0123456789abcdef0123456789abcdef';
const reading = { lane: 'VN-X1', tractorID: '29H-412.07', sealID: ['VN8841207'] };

const declaration = {
  direction: 'VN-CN',
  functionalReferenceID: 'TG-2026-0417',
  declarationOfficeID: '15BB',
  invoice: { ID: 'INV-0417', issueDate: '2026-11-18', amount: { value: '54000.00', currencyID: 'USD' } },
  tradeTermsConditionCode: 'DAP',
  exporter: { name: 'Công ty TNHH Nông sản Đắk Thành', ID: '6001234567', countryCode: 'VN' },
  importer: { name: '广西南果进出口有限公司', ID: '91451481MA5NEXAMP1', countryCode: 'CN' },
  exportationCountryCode: 'VN',
  destinationCountryCode: 'CN',
  totalGrossMassKg: '19800',
  totalPackageQuantity: 1000,
  governmentAgencyGoodsItem: [
    {
      sequenceNumeric: 1,
      commodity: {
        description: 'Fresh durian, Monthong',
        descriptionVi: 'Sầu riêng tươi, Monthong',
        descriptionZh: '鲜榴莲,金枕',
        classification: { hs6: '081060', vn8: '08106000', cn10: '0810600000' },
      },
      originCountryCode: 'VN',
      goodsMeasure: { grossMassKg: '19800', netMassKg: '18000', tariffQuantity: { value: '18000', unitCode: 'KGM' } },
      packaging: { quantity: 1000, typeCode: 'CT' },
      customsValue: { value: '54000.00', currencyID: 'USD' },
      production: { orchardID: 'VN-DLOR-0217', packingHouseID: 'VN-DLPH-0045' },
    },
  ],
  additionalDocument: [{ typeCode: '851', ID: 'KDTV-2026-LS-118204', issueDate: '2026-11-18' }],
  borderTransportMeans: { registrationNationalityCode: 'VN', tractorID: '29H-412.07', trailerID: '29R-044.18' },
  transportEquipment: { containerID: 'CSQU3054383', sealID: ['VN8841207'] },
  shelfLifeHours: 120,
};

export const EXAMPLES: Readonly<Record<string, unknown>> = {
  lodgeDeclaration: { declaration },
  amendDeclaration: { declaration, reason: 'Seal replaced at the packing house' },
  withdrawDeclaration: { reason: 'Sold elsewhere' },
  completeDeclaration: {
    completion: {
      declarationOfficeID: '7206',
      importer: { ID: '91451481MA5NEXAMP1', name: '广西南果进出口有限公司' },
      classification: [{ sequenceNumeric: 1, nationalID: '0810600000', dutyPreference: 'ACFTA' }],
      additionalDocument: [],
    },
  },
  addLoad: { consignment: 'PG-2222-2222' },
  removeLoad: { consignment: 'PG-2222-2222', reason: 'Stays in the yard for a second sample' },
  replaceAttachment: { kind: 'seal', to: 'VN8841209', reason: 'Seal cut for the examination' },
  bookSlot: { start: '2026-11-19T03:30:00.000Z' },
  moveSlot: { start: '2026-11-19T04:15:00.000Z' },
  releaseSlot: { reason: 'The lorry stays in Dong Dang tonight' },
  recordArrival: { tractorID: '29H-412.07', sealID: ['VN8841207'], weighedMassKg: '38200', yard: 'VN-Y1' },
  callVehicle: { lane: 'VN-X1' },
  passCall: { reason: 'Nobody at the wheel' },
  startInspection: { bay: 'VN-B2' },
  finishInspection: { inspection: id, outcome: 'passed', picture: [] },
  takeSample: { test: ['cadmium', 'auramine O'], laboratory: 'Lạng Sơn plant quarantine laboratory', dueAt: '2026-11-19T09:00:00.000Z' },
  reportResult: { sample: id, outcome: 'passed', value: [{ test: 'cadmium', value: '0.02', unit: 'mg/kg' }], reportID: 'LS-26-5512' },
  placeHold: {
    reasonCode: 'papers_missing', cause: 'papers', deadline: '2026-11-19T08:00:00.000Z',
    objectTo: 'Hữu Nghị customs, desk 3',
  },
  liftHold: { hold: id, reason: 'The certificate is here' },
  objectToHold: { hold: id, text: 'The certificate was handed in at nine.' },
  decide: { outcome: 'release' },
  recordExit: reading,
  recordCrossing: reading,
  recordReturn: reading,
  recordDeparture: reading,
  dispatchTransfer: { vehicle: 'AGV-07' },
  completeTransfer: { vehicle: 'AGV-07' },
  proposeCorrection: {
    corrects: id, factType: 'VehicleArrived', patch: { weighedMassKg: '38260' }, reason: 'Scale read again',
  },
  confirmCorrection: { correction: id },
  publishCapacity: { trafficClass: 'perishable', perHour: 24, validUntil: '2026-11-19T12:00:00.000Z' },
  openStation: { station: 'CN-B3', kind: 'bay', direction: 'VN-CN' },
  closeStation: { station: 'CN-B3', reason: 'End of the shift' },
};
