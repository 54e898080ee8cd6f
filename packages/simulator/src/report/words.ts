import { fill, type Labels, type Language } from '@pairgate/domain/vocabulary/labels.ts';

/** The words of the report. `{name}` is filled in. */
export const WORDS = {
  title: { en: 'What if: {scenario}', vi: 'Nếu thì sao: {scenario}', zh: '假设推演：{scenario}' },
  simulated: {
    en: 'Simulated, not measured. {replications} replications of {days} days, seed {seed}; every policy serves the same lorries.',
    vi: 'Kết quả mô phỏng, không phải số đo. {replications} lần lặp, mỗi lần {days} ngày, hạt giống {seed}; mọi phương án phục vụ cùng những xe như nhau.',
    zh: '模拟结果，并非实测。重复 {replications} 次，每次 {days} 天，种子 {seed}；各方案服务的是同一批货车。',
  },
  simulatedOther: {
    en: 'Simulated, not measured. {replications} replications of {days} days, seed {seed}; the number of lorries differs, all else about them is the same.',
    vi: 'Kết quả mô phỏng, không phải số đo. {replications} lần lặp, mỗi lần {days} ngày, hạt giống {seed}; số lượng xe khác nhau, mọi đặc điểm khác của xe như nhau.',
    zh: '模拟结果，并非实测。重复 {replications} 次，每次 {days} 天，种子 {seed}；车辆数量不同，其他特征均相同。',
  },
  stopped: {
    en: 'Stopped early: {done} of {asked} replications are done, and only these count.',
    vi: 'Dừng sớm: mới xong {done} trong {asked} lần lặp, chỉ tính những lần đã xong.',
    zh: '提前停止：{asked} 次重复中完成了 {done} 次，仅计入已完成的。',
  },
  warmUp: {
    en: 'The first {days} days are left out as warm-up (MSER-5).',
    vi: '{days} ngày đầu là giai đoạn khởi động, không tính (MSER-5).',
    zh: '前 {days} 天为预热期，不计入（MSER-5）。',
  },
  noWarmUp: {
    en: 'No warm-up had to be left out (MSER-5).',
    vi: 'Không cần bỏ giai đoạn khởi động (MSER-5).',
    zh: '无需剔除预热期（MSER-5）。',
  },
  unsettled: {
    en: 'The days do not settle: the run is too short, or a queue grows for ever.',
    vi: 'Các ngày chưa ổn định: thời gian mô phỏng quá ngắn, hoặc có hàng chờ tăng mãi.',
    zh: '逐日结果未趋稳定：模拟时间过短，或有队列持续增长。',
  },
  // The sentence.
  lessWait: {
    en: '{policy} cuts the mean wait from {from} to {to}',
    vi: '{policy} giảm thời gian chờ trung bình từ {from} xuống {to}',
    zh: '{policy} 使平均等候时间从 {from} 降至 {to}',
  },
  moreWait: {
    en: '{policy}, the best of the others, waits {to} on average against {from}',
    vi: '{policy}, tốt nhất trong các phương án còn lại, chờ trung bình {to} so với {from}',
    zh: '其余方案中最好的 {policy} 平均等候 {to}，而基准为 {from}',
  },
  sameWait: {
    en: '{policy} and {base} do not differ for certain: {to} against {from}',
    vi: 'Chưa thể khẳng định {policy} khác {base}: {to} so với {from}',
    zh: '尚不能断定 {policy} 与 {base} 有差别：{to} 对 {from}',
  },
  oneWait: { en: 'Under {policy} a lorry waits {to} on average', vi: 'Với {policy}, một xe chờ trung bình {to}', zh: '采用 {policy} 时，货车平均等候 {to}' },
  andMoves: {
    en: '; lorries come {displacement} off the time they wished ({base}: {before}).',
    vi: '; xe đến lệch {displacement} so với giờ mong muốn ({base}: {before}).',
    zh: '；到达时间与意愿相差 {displacement}（{base}：{before}）。',
  },
  andMovesAlone: {
    en: '; they come {displacement} from the time they wished.',
    vi: '; xe đến lệch {displacement} so với giờ mong muốn.',
    zh: '；到达时间与意愿相差 {displacement}。',
  },
  unstable: {
    en: 'Unstable under {policy}: lorries pile up at {stage}, {growth} more each day. The means below have no meaning there.',
    vi: 'Không ổn định với {policy}: xe dồn lại ở {stage}, mỗi ngày thêm {growth} xe. Giá trị trung bình dưới đây không có ý nghĩa.',
    zh: '{policy} 不稳定：货车在{stage}积压，每天增加 {growth} 辆，下列平均值在此没有意义。',
  },
  noResult: { en: 'No replication was finished.', vi: 'Chưa có lần lặp nào hoàn thành.', zh: '没有完成任何一次重复。' },
  // Figures.
  figures: { en: 'Policies', vi: 'Các phương án', zh: '各方案' },
  figuresNote: {
    en: 'Minutes a lorry. In brackets and bands: 95 % intervals over replications; differences are paired, lorry for lorry.',
    vi: 'Phút mỗi xe. Trong ngoặc và dải: khoảng tin cậy 95 % qua các lần lặp; hiệu số tính theo cặp, cùng xe.',
    zh: '单位：分钟/车。括号与色带为各次重复的 95 % 区间；差值按同一批车配对计算。',
  },
  policy: { en: 'Policy', vi: 'Phương án', zh: '方案' },
  wait: { en: 'Wait', vi: 'Chờ', zh: '等候' },
  difference: { en: 'against {base}', vi: 'so với {base}', zh: '与 {base} 之差' },
  half: { en: '1 of 2', vi: '1/2 số xe', zh: '半数不超' },
  nine: { en: '9 of 10', vi: '9/10 số xe', zh: '九成不超' },
  displaced: { en: 'Moved from the wish', vi: 'Lệch giờ mong muốn', zh: '偏离意愿时间' },
  served: { en: 'Lorries', vi: 'Số xe', zh: '车数' },
  classTable: { en: 'Wait by class', vi: 'Chờ theo loại hàng', zh: '分类别等候' },
  // Pictures.
  race: { en: 'Which policy waits less', vi: 'Phương án nào chờ ít hơn', zh: '哪种方案等候更少' },
  raceNote: {
    en: 'Mean of the days so far, each by the mean wait of the lorries that arrived on it, with the 95 % band over replications.',
    vi: 'Trung bình của các ngày đã qua, mỗi ngày lấy thời gian chờ trung bình của xe đến trong ngày, kèm dải 95 % qua các lần lặp.',
    zh: '截至每天的各日平均，每日取当日到达货车的平均等候，附各次重复的 95 % 区间。',
  },
  day: { en: 'day', vi: 'ngày', zh: '天' },
  distribution: { en: 'How long lorries wait', vi: 'Xe chờ bao lâu', zh: '货车等候多久' },
  distributionNote: {
    en: 'Share of lorries that wait no longer than so many minutes.',
    vi: 'Tỷ lệ xe chờ không quá số phút này.',
    zh: '等候不超过该时长的货车比例。',
  },
  causes: { en: 'Why they wait', vi: 'Vì sao chờ', zh: '为何等候' },
  causesNote: { en: 'Mean minutes of a lorry by cause.', vi: 'Số phút chờ trung bình mỗi xe theo nguyên nhân.', zh: '每车平均等候分钟数，按原因。' },
  cumulative: { en: 'Arrived, called, departed', vi: 'Đã đến, đã gọi, đã đi', zh: '到达、叫号、离开' },
  cumulativeNote: {
    en: 'Lorries since midnight, with those that were there then; all days averaged. Between two lines, upright: lorries that are there; level: how long they stay.',
    vi: 'Số xe tính từ nửa đêm, kể cả xe còn lại từ hôm trước; trung bình mọi ngày. Khoảng cách dọc giữa hai đường: số xe đang ở đó; ngang: thời gian lưu lại.',
    zh: '自零时起的车数，含零时在场车辆，各天平均。两线之间竖向为在场车数，横向为停留时长。',
  },
  arrived: { en: 'arrived', vi: 'đã đến', zh: '到达' },
  called: { en: 'called', vi: 'đã gọi', zh: '叫号' },
  departed: { en: 'departed', vi: 'đã đi', zh: '离开' },
  slots: { en: 'Booked places', vi: 'Chỗ đã đặt', zh: '已预约名额' },
  slotsNote: {
    en: 'Places a class has booked in each slot of the day, all days averaged; the stronger the more, {most} at most. Point at a square for its numbers.',
    vi: 'Số chỗ từng loại hàng đã đặt trong mỗi khung giờ, trung bình mọi ngày; càng đậm càng nhiều, tối đa {most}. Trỏ vào ô để xem số.',
    zh: '各类别在每个时段预约的名额，各天平均；颜色越深越多，最多 {most}。指向方格可看数字。',
  },
  slotCell: { en: '{time}, {class}: {booked} booked, {used} came', vi: '{time}, {class}: đặt {booked}, đến {used}', zh: '{time}，{class}：预约 {booked}，到达 {used}' },
  noSlots: { en: '{policy} books nothing: lorries come when they wish.', vi: '{policy} không đặt chỗ: xe đến theo ý muốn.', zh: '{policy} 不预约：货车按意愿到达。' },
  hour: { en: 'Hour', vi: 'Giờ', zh: '小时' },
  asTable: { en: 'The same as a table', vi: 'Cùng nội dung dạng bảng', zh: '以表格显示' },
  strip: { en: 'What binds, by time of day', vi: 'Khâu nào nghẽn, theo giờ', zh: '各时段的瓶颈' },
  stripNote: {
    en: 'Lorries that wait for each stage in each quarter of an hour of the day shown below. Each policy has its own scale.',
    vi: 'Số xe chờ ở từng khâu trong mỗi 15 phút của ngày được chiếu dưới đây. Mỗi phương án có thang riêng.',
    zh: '下方所示一天中每刻钟在各环节等候的车数。各方案刻度不同。',
  },
  stripMost: { en: '{most} lorries at most', vi: 'cao nhất {most} xe', zh: '最多 {most} 辆' },
  stripCell: { en: '{time}, {stage}: {count} wait', vi: '{time}, {stage}: {count} xe chờ', zh: '{time}，{stage}：{count} 辆等候' },
  nobodyWaits: { en: 'Nobody waits on this day.', vi: 'Ngày này không xe nào phải chờ.', zh: '当天无车等候。' },
  yard: { en: 'One day in both yards', vi: 'Một ngày ở hai bãi xe', zh: '两侧场区的一天' },
  yardNote: {
    en: 'One mark is one lorry. Colour is why it waits; grey is being served or on its way. Day {day} of the first replication.',
    vi: 'Mỗi dấu là một xe. Màu là lý do chờ; xám là đang được phục vụ hoặc đang đi. Ngày {day} của lần lặp đầu.',
    zh: '一个标记即一辆货车。颜色为等候原因；灰色为正在办理或行驶。第一次重复的第 {day} 天。',
  },
  play: { en: 'Play', vi: 'Chạy', zh: '播放' },
  pause: { en: 'Pause', vi: 'Dừng', zh: '暂停' },
  timeOfDay: { en: 'Time of day', vi: 'Giờ trong ngày', zh: '时刻' },
  waitingNow: { en: '{count} wait', vi: '{count} xe chờ', zh: '{count} 辆等候' },
  min: { en: '{count} min', vi: '{count} phút', zh: '{count} 分钟' },
  direction: { en: '{from} to {to}', vi: '{from} sang {to}', zh: '{from}至{to}' },
  made: { en: 'Made by Pairgate; this page loads nothing from anywhere.', vi: 'Tạo bởi Pairgate; trang này không tải gì từ bên ngoài.', zh: '由 Pairgate 生成；本页不从外部加载任何内容。' },
  waitingAt: { en: 'Waiting at each full hour', vi: 'Số xe chờ vào mỗi giờ tròn', zh: '每个整点的等候车数' },
  stages: { en: 'Stages', vi: 'Các khâu', zh: '各环节' },
  stagesNote: { en: 'How busy each stage is, over all its offered hours.', vi: 'Mức bận của từng khâu trong toàn bộ giờ làm việc.', zh: '各环节在全部开放时间内的繁忙程度。' },
  stage: { en: 'Stage', vi: 'Khâu', zh: '环节' },
  utilisation: { en: 'Busy', vi: 'Mức bận', zh: '利用率' },
  queue: { en: 'Mean queue', vi: 'Hàng chờ TB', zh: '平均队长' },
  longest: { en: 'Longest', vi: 'Dài nhất', zh: '最长' },
  blocked: { en: 'Blocked, min a day', vi: 'Bị chặn, phút/ngày', zh: '受阻，分钟/天' },
  assumptions: { en: 'What is assumed', vi: 'Những gì là giả định', zh: '哪些是假设' },
  assumptionsNote: {
    en: '{assumed} of {all} figures of the scenario have no public source and are assumptions.',
    vi: '{assumed} trong {all} con số của kịch bản không có nguồn công khai và là giả định.',
    zh: '情景中的 {all} 个数据，有 {assumed} 个没有公开来源，属于假设。',
  },
  everyFigure: { en: 'Every figure with its source', vi: 'Mọi con số và nguồn', zh: '全部数据及来源' },
  figure: { en: 'Figure', vi: 'Con số', zh: '数据' },
  source: { en: 'Source, or what it rests on', vi: 'Nguồn, hoặc căn cứ', zh: '来源或依据' },
  assumed: { en: 'assumed', vi: 'giả định', zh: '假设' },
  all: { en: 'All lorries', vi: 'Mọi xe', zh: '全部货车' },
  theme: { en: 'Light or dark', vi: 'Sáng hoặc tối', zh: '浅色或深色' },
  schematic: { en: 'Schematic, not for demarcation.', vi: 'Sơ đồ minh họa, không dùng để phân định biên giới.', zh: '示意图，不作划界依据。' },
} as const satisfies Readonly<Record<string, Labels>>;

export type Word = keyof typeof WORDS;

export const say = (word: Word, language: Language, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(WORDS[word], language, values);

/** The cell of the yard that holds what carries containers over: vehicles, cranes and their way. */
export const SMART_LANE: Labels = { en: 'Smart lane', vi: 'Làn thông minh', zh: '智慧通道' };

/** By the number of the policy; another one keeps its own name. */
export const POLICY_WORDS: Readonly<Record<string, Labels>> = {
  P0: { en: 'Walk-in', vi: 'Không đặt chỗ', zh: '随到随办' },
  P1: { en: 'Uniform slots', vi: 'Khung giờ đều', zh: '均匀时段' },
  P2: { en: 'Each side alone', vi: 'Mỗi bên tự sắp xếp', zh: '各方单独安排' },
  P3: { en: 'Class quotas of both sides', vi: 'Hạn ngạch theo loại hàng của hai bên', zh: '双方分类配额' },
  P4: { en: 'Rolling within the day', vi: 'Điều chỉnh trong ngày', zh: '日内滚动调整' },
  P5: { en: 'Shelf life and vehicles', vi: 'Theo hạn bảo quản và điều xe', zh: '按保鲜期与车辆调度' },
  P6: { en: 'Joint inspection', vi: 'Kiểm tra chung', zh: '联合查验' },
};

/** Kinds of stages, as the scenario names them. */
export const STAGE_WORDS: Readonly<Record<string, Labels>> = {
  road: { en: 'Road', vi: 'Đường vào', zh: '引道' },
  yard: { en: 'Buffer yard', vi: 'Bãi chờ', zh: '缓冲场' },
  call: { en: 'Call', vi: 'Gọi xe', zh: '叫号' },
  gate: { en: 'Gate', vi: 'Cổng', zh: '卡口' },
  papers: { en: 'Papers', vi: 'Giấy tờ', zh: '单证' },
  scan: { en: 'Weigh, scan', vi: 'Cân, soi', zh: '称重查验' },
  quarantine: { en: 'Quarantine', vi: 'Kiểm dịch', zh: '检疫' },
  laboratory: { en: 'Laboratory', vi: 'Kiểm nghiệm', zh: '实验室' },
  exit: { en: 'Exit', vi: 'Lối ra', zh: '出口' },
  drive: { en: 'Crossing', vi: 'Qua biên', zh: '过境' },
  vehicle: { en: 'Vehicle', vi: 'Xe tự hành', zh: '无人车' },
  crane: { en: 'Crane', vi: 'Cẩu', zh: '吊机' },
  leg: { en: 'Carried over', vi: 'Vận chuyển', zh: '转运' },
  release: { en: 'Set down', vi: 'Trả xe', zh: '放下' },
};
