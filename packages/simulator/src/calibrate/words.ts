import { fill, type Labels, type Language } from '@pairgate/domain/vocabulary/labels.ts';

/** The words of the calibration report. `{name}` is filled in. */
const WORDS = {
  title: { en: 'Model against records: {node}', vi: 'Mô hình so với số liệu ghi nhận: {node}', zh: '模型与记录对照：{node}' },
  answer: {
    en: 'Sent through the model at their own times, the {lorries} recorded lorries wait {simulated} on average; {recorded} was recorded.',
    vi: 'Cho {lorries} xe đã ghi nhận đi qua mô hình đúng giờ của chúng, thời gian chờ trung bình là {simulated}; số ghi nhận là {recorded}.',
    zh: '记录中的 {lorries} 辆货车按其实际时间通过模型，平均等候 {simulated}；记录值为 {recorded}。',
  },
  answerFits: {
    en: '{fitted} figures of the scenario are fitted to the records, {kept} stay as they were.',
    vi: '{fitted} con số của kịch bản được khớp theo số liệu, {kept} con số giữ nguyên.',
    zh: '情景中 {fitted} 个数据按记录拟合，{kept} 个保持不变。',
  },
  period: {
    en: 'Recorded by {node} from {from} to {to}, {lorries} lorries under way. Simulated figures are means of {replications} replications.',
    vi: '{node} ghi nhận từ {from} đến {to}, {lorries} xe. Số mô phỏng là trung bình của {replications} lần lặp.',
    zh: '{node} 自 {from} 至 {to} 的记录，共 {lorries} 辆在途货车。模拟值为 {replications} 次重复的平均。',
  },
  minute: { en: '{value} min', vi: '{value} phút', zh: '{value} 分钟' },
  services: { en: 'How long services take', vi: 'Thời gian xử lý', zh: '办理时长' },
  servicesNote: {
    en: 'Share of services that take no longer than so many minutes. Solid: the data, services still going on counted by Kaplan and Meier’s estimate. Dashed: what is fitted to it. Distance is the largest gap between the two; p says how often chance alone makes a larger one.',
    vi: 'Tỷ lệ lượt xử lý không quá số phút này. Nét liền: số liệu, lượt còn đang làm được tính theo ước lượng Kaplan–Meier. Nét đứt: phân phối đã khớp. Khoảng cách là chênh lệch lớn nhất giữa hai đường; p là xác suất ngẫu nhiên gây chênh lệch lớn hơn.',
    zh: '时长不超过该分钟数的比例。实线为数据，尚未结束的按 Kaplan–Meier 估计计入；虚线为拟合分布。距离为两线最大差距，p 为偶然出现更大差距的概率。',
  },
  arrivals: { en: 'When lorries come', vi: 'Xe đến lúc nào', zh: '货车何时到达' },
  arrivalsNote: {
    en: 'Lorries an hour by hour of the local day. Dots with bars: counted, with the 95 % interval. Dashed: the calibrated scenario; hours that nobody watched are as in the reference.',
    vi: 'Số xe mỗi giờ theo giờ địa phương. Chấm và thanh: số đếm kèm khoảng 95 %. Nét đứt: kịch bản đã hiệu chỉnh; giờ không quan sát giữ như kịch bản gốc.',
    zh: '按当地小时的每小时车数。圆点与竖线：计数及 95 % 区间；虚线：校准后的情景，未观测的小时沿用基准。',
  },
  figures: { en: 'Figures against the reference', vi: 'Con số so với kịch bản gốc', zh: '与基准对照' },
  figure: { en: 'Figure', vi: 'Con số', zh: '数据' },
  reference: { en: 'Reference', vi: 'Gốc', zh: '基准' },
  data: { en: 'Data', vi: 'Số liệu', zh: '数据值' },
  interval: { en: '95 % interval', vi: 'Khoảng 95 %', zh: '95 % 区间' },
  observations: { en: 'Observations', vi: 'Số quan sát', zh: '观测数' },
  fit: { en: 'Fit', vi: 'Phân phối khớp', zh: '拟合' },
  orMore: { en: 'or more', vi: 'hoặc hơn', zh: '或更多' },
  kept: { en: 'What the records do not tell', vi: 'Những gì số liệu không cho biết', zh: '记录未能说明的' },
  keptNote: { en: 'These stay as in the reference scenario.', vi: 'Giữ nguyên như kịch bản gốc.', zh: '以下沿用基准情景。' },
  why: { en: 'Why', vi: 'Lý do', zh: '原因' },
  replay: { en: 'The recorded days in the model', vi: 'Những ngày đã ghi nhận trong mô hình', zh: '记录日在模型中的再现' },
  replayNote: {
    en: 'The same lorries at the same times with the same slots; what they met at the gates is drawn anew. Mean minutes of waiting of those that had departed.',
    vi: 'Cùng những xe, cùng giờ, cùng khung giờ; phần gặp tại cửa khẩu được rút ngẫu nhiên lại. Số phút chờ trung bình của các xe đã rời đi.',
    zh: '同样的货车、时间与预约时段，口岸内的经过重新抽取。已离场车辆的平均等候分钟数。',
  },
  replayed: {
    en: 'Replayed {lorries} lorries at their own times, {replications} times; {departed} of them had departed.',
    vi: 'Đã cho {lorries} xe đi lại đúng giờ của chúng, {replications} lần; {departed} xe trong đó đã rời đi.',
    zh: '{lorries} 辆货车按其实际时间再现 {replications} 次；其中 {departed} 辆已离场。',
  },
  meanWait: { en: 'Mean wait, minutes', vi: 'Chờ trung bình, phút', zh: '平均等候，分钟' },
  departures: { en: 'Departures an hour', vi: 'Số xe rời đi mỗi giờ', zh: '每小时离场车数' },
  departuresNote: {
    en: 'Lorries that left the second gate in each hour. Mean absolute error: {error} lorries an hour.',
    vi: 'Số xe rời cửa khẩu thứ hai trong mỗi giờ. Sai số tuyệt đối trung bình: {error} xe mỗi giờ.',
    zh: '每小时驶离第二口岸的车数。平均绝对误差：每小时 {error} 辆。',
  },
  byCause: { en: 'Mean minutes of waiting by cause', vi: 'Số phút chờ trung bình theo nguyên nhân', zh: '按原因的平均等候分钟数' },
  recorded: { en: 'recorded', vi: 'ghi nhận', zh: '记录' },
  simulated: { en: 'simulated', vi: 'mô phỏng', zh: '模拟' },
  error: { en: 'error', vi: 'sai số', zh: '误差' },
  lorries: { en: 'Lorries', vi: 'Số xe', zh: '车数' },
  unknown: {
    en: '{unknown} recorded lorries are of classes that the scenario does not have, and were not replayed.',
    vi: '{unknown} xe đã ghi nhận thuộc loại không có trong kịch bản nên không được đưa vào mô hình.',
    zh: '{unknown} 辆记录货车的类别不在情景中，未再现。',
  },
  // Figures of a class or a stage.
  lorriesPerDay: { en: 'lorries a day', vi: 'số xe mỗi ngày', zh: '每日车数' },
  wishes: { en: 'arrivals by hour', vi: 'xe đến theo giờ', zh: '分小时到达' },
  noShow: { en: 'no-show', vi: 'tỷ lệ không đến', zh: '爽约比例' },
  lateness: { en: 'minutes after the slot', vi: 'số phút sau khung giờ', zh: '晚于时段的分钟数' },
  papers: { en: 'come with papers incomplete', vi: 'đến khi giấy tờ chưa đủ', zh: '到达时单证不全' },
  delay: { en: 'minutes until papers are complete', vi: 'số phút đến khi đủ giấy tờ', zh: '单证补齐所需分钟' },
  service: { en: 'minutes', vi: 'số phút', zh: '分钟' },
  share: { en: 'share of lorries', vi: 'tỷ lệ xe', zh: '车辆比例' },
  servers: { en: 'places seen at work', vi: 'số vị trí thấy hoạt động', zh: '所见作业位数' },
  // Distributions.
  constant: { en: 'constant', vi: 'không đổi', zh: '常数' },
  exponential: { en: 'exponential', vi: 'mũ', zh: '指数分布' },
  uniform: { en: 'uniform {range}', vi: 'đều {range}', zh: '均匀分布 {range}' },
  erlang: { en: 'Erlang, {phases} phases', vi: 'Erlang, {phases} pha', zh: '爱尔朗分布，{phases} 阶' },
  lognormal: { en: 'lognormal, cv {cv}', vi: 'log-chuẩn, hệ số biến thiên {cv}', zh: '对数正态，变异系数 {cv}' },
  hyperexponential: { en: 'two exponentials, {phases}', vi: 'hai phân phối mũ, {phases}', zh: '双指数混合，{phases}' },
  discrete: { en: 'the data itself, {values} values', vi: 'chính số liệu, {values} giá trị', zh: '数据本身，{values} 个值' },
  goodness: { en: 'distance {distance}, p {p}', vi: 'khoảng cách {distance}, p {p}', zh: '距离 {distance}，p {p}' },
  noFamilyAgrees: { en: 'no family agrees with it', vi: 'không họ phân phối nào phù hợp', zh: '没有相符的分布族' },
  goingOn: { en: '{events} + {censored} going on', vi: '{events} + {censored} đang làm', zh: '{events} + {censored} 未结束' },
  // Why the data does not tell.
  fewServices: {
    en: 'only {seen} services were seen to end, {needed} are needed',
    vi: 'chỉ thấy {seen} lượt kết thúc, cần {needed}',
    zh: '仅见 {seen} 次办理结束，需要 {needed} 次',
  },
  fewBookings: { en: 'only {seen} bookings are decided, {needed} are needed', vi: 'chỉ {seen} lượt đặt đã ngã ngũ, cần {needed}', zh: '仅 {seen} 个预约有结果，需要 {needed} 个' },
  fewArrivals: { en: 'only {seen} lorries came with a slot, {needed} are needed', vi: 'chỉ {seen} xe đến có khung giờ, cần {needed}', zh: '仅 {seen} 辆按预约到达，需要 {needed} 辆' },
  fewLorries: { en: 'only {seen} lorries came, {needed} are needed', vi: 'chỉ {seen} xe đến, cần {needed}', zh: '仅 {seen} 辆到达，需要 {needed} 辆' },
  fewPassed: { en: 'only {seen} lorries are through, {needed} are needed', vi: 'chỉ {seen} xe đã qua, cần {needed}', zh: '仅 {seen} 辆已通过，需要 {needed} 辆' },
  fewExaminations: { en: 'only {seen} examinations, {needed} are needed', vi: 'chỉ {seen} lượt kiểm tra, cần {needed}', zh: '仅 {seen} 次查验，需要 {needed} 次' },
  noFamily: {
    en: 'no family of distributions agrees with the {seen} services, too few to speak for themselves',
    vi: 'không họ phân phối nào phù hợp với {seen} lượt, mà số lượt còn quá ít để tự đại diện',
    zh: '没有分布族与 {seen} 次办理相符，且次数不足以自成分布',
  },
  noTail: {
    en: 'too many services still went on for the longest to be known',
    vi: 'quá nhiều lượt chưa kết thúc nên chưa biết lượt dài nhất',
    zh: '未结束的办理过多，无法得知最长时间',
  },
  noFact: { en: 'no fact tells when it begins', vi: 'không có dữ kiện nào cho biết lúc bắt đầu', zh: '没有事实说明何时开始' },
  notWatched: { en: 'too little of the day was watched', vi: 'thời gian quan sát trong ngày quá ít', zh: '一天中观测的时间太少' },
} as const satisfies Readonly<Record<string, Labels>>;
export type CalibrationWord = keyof typeof WORDS;

export const say = (word: CalibrationWord, language: Language, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(WORDS[word], language, values);
