import type { FaultCode } from '../kernel/checks/fault.ts';
import { fill, type Labels, type Language } from './labels.ts';

/**
 * The sentence of every refusal, by its code, in alphabetical order. `{name}` stands for a parameter of the refusal. A
 * sentence says what is wrong and, where it can, what to do. A new code adds its line here; a code is never reused for
 * another meaning. Codes of the checks are demanded by the compiler.
 */
export const refusals = {
  account_name_used: {
    en: 'An account of this name exists already.',
    vi: 'Đã có tài khoản với tên này.',
    zh: '该账户名已被使用。',
  },
  account_unknown: { en: 'There is no such account.', vi: 'Không có tài khoản này.', zh: '没有该账户。' },
  act_unknown: {
    en: 'This node knows no such act.',
    vi: 'Hệ thống này không có nghiệp vụ đó.',
    zh: '本节点没有此项操作。',
  },
  already_arrived: { en: 'The lorry has already arrived.', vi: 'Xe đã vào bãi.', zh: '车辆已进场。' },
  already_assessed: {
    en: 'This authority has already assessed the consignment.',
    vi: 'Cơ quan này đã phân luồng lô hàng.',
    zh: '该部门已作出通道判定。',
  },
  already_called: { en: 'The lorry has already been called.', vi: 'Xe đã được gọi.', zh: '车辆已被叫号。' },
  already_crossed: {
    en: 'The lorry has already crossed the border.',
    vi: 'Xe đã qua biên giới.',
    zh: '车辆已过境线。',
  },
  already_decided: {
    en: 'This authority has already decided.',
    vi: 'Cơ quan này đã quyết định.',
    zh: '该部门已作出决定。',
  },
  already_dispatched: {
    en: 'The transfer has already been dispatched or completed.',
    vi: 'Lệnh chuyển đã được điều hoặc đã hoàn thành.',
    zh: '转运已派发或已完成。',
  },
  already_exited: {
    en: 'The lorry has already left the exporting side.',
    vi: 'Xe đã ra khỏi cửa khẩu bên xuất.',
    zh: '车辆已驶离出境方口岸。',
  },
  already_loaded: {
    en: 'The consignment is already on this lorry.',
    vi: 'Lô hàng đã ở trên xe này.',
    zh: '该批货物已在本车上。',
  },
  already_refused: {
    en: 'The lorry has been refused and must return.',
    vi: 'Xe đã bị từ chối và phải quay về.',
    zh: '车辆已被不予放行,须退回。',
  },
  already_released: {
    en: 'This side has already released the lorry.',
    vi: 'Bên này đã cho xe thông qua.',
    zh: '本方已放行该车辆。',
  },
  amendment_answered: {
    en: 'The proposal has been answered already.',
    vi: 'Đề nghị này đã được trả lời.',
    zh: '该提议已有答复。',
  },
  amendment_backdated: {
    en: 'The document is valid from before the version that it follows.',
    vi: 'Văn bản có hiệu lực từ trước phiên bản liền trước.',
    zh: '该文本的生效时间早于前一版本。',
  },
  amendment_digest_differs: {
    en: 'The digest is that of another document.',
    vi: 'Mã băm thuộc về một văn bản khác.',
    zh: '摘要属于另一份文本。',
  },
  amendment_expired: {
    en: 'The time of the proposal is over.',
    vi: 'Đề nghị đã hết thời hạn.',
    zh: '该提议已过期限。',
  },
  amendment_malformed: {
    en: 'This is not a sound agreement; the pointer shows where it contradicts itself.',
    vi: 'Văn bản thỏa thuận không hợp lệ; con trỏ chỉ chỗ mâu thuẫn.',
    zh: '该协议文本有误;指针标明矛盾之处。',
  },
  amendment_not_next: {
    en: 'The version in force in our log is {inForce}; versions follow one another without a gap.',
    vi: 'Phiên bản đang có hiệu lực trong nhật ký bên này là {inForce}; các phiên bản nối tiếp nhau, không bỏ cách.',
    zh: '我方日志中现行版本为{inForce};版本须逐一相继。',
  },
  amendment_not_signed: {
    en: "The signature is not that of this side's root key over this document.",
    vi: 'Chữ ký không phải của khóa gốc bên này trên văn bản này.',
    zh: '签名并非我方根密钥对该文本所作。',
  },
  amendment_not_valid_yet: {
    en: 'The document is not valid yet.',
    vi: 'Văn bản chưa có hiệu lực.',
    zh: '该文本尚未生效。',
  },
  amendment_open: {
    en: 'A proposal of this version by this side is still open; withdraw it, or wait until it is rejected.',
    vi: 'Bên này còn một đề nghị cho phiên bản đó; hãy rút lại hoặc chờ bên kia từ chối.',
    zh: '我方对该版本的提议尚未了结;请撤回或等待对方拒绝。',
  },
  amendment_party_changed: {
    en: 'An amendment cannot change the keys, the log or the TLS authority of a party.',
    vi: 'Bản sửa đổi không được thay khóa, nhật ký hoặc cơ quan chứng thực TLS của một bên.',
    zh: '修订不得更改任何一方的密钥、日志或TLS签发机构。',
  },
  amendment_unknown: {
    en: 'Nothing like this has been proposed.',
    vi: 'Chưa có đề nghị nào như vậy.',
    zh: '没有这样的提议。',
  },
  amendment_withdrawn: {
    en: 'The proposal has been withdrawn.',
    vi: 'Đề nghị đã được rút lại.',
    zh: '该提议已撤回。',
  },
  attachment_missing: {
    en: 'Say which plate, container or seal replaces the old one.',
    vi: 'Hãy ghi biển số, container hoặc niêm phong thay thế.',
    zh: '请填写替换的车牌、集装箱号或封志号。',
  },
  body_missing: { en: 'The request has no body.', vi: 'Yêu cầu không có nội dung.', zh: '请求没有正文。' },
  body_too_large: { en: 'The request is larger than 1 MB.', vi: 'Yêu cầu lớn hơn 1 MB.', zh: '请求超过1 MB。' },
  busy: {
    en: 'Too much is waiting to be written; try again in a moment.',
    vi: 'Đang có quá nhiều việc chờ ghi; hãy thử lại sau giây lát.',
    zh: '等待写入的事项过多，请稍后重试。',
  },
  call_still_open: {
    en: 'The call is still open; wait until its time has run out.',
    vi: 'Lượt gọi còn hiệu lực; hãy chờ hết thời gian.',
    zh: '叫号仍有效,请等候到时。',
  },
  capacity_too_long: {
    en: 'Capacity is published for at most seven days ahead.',
    vi: 'Năng lực tiếp nhận chỉ công bố trước nhiều nhất bảy ngày.',
    zh: '通关能力最多提前七天公布。',
  },
  capacity_unknown: {
    en: 'The other side has published no capacity for this time.',
    vi: 'Phía bạn chưa công bố năng lực tiếp nhận cho giờ này.',
    zh: '对方尚未公布该时段的通关能力。',
  },
  clock_unreachable: {
    en: 'The clock of the demonstration does not answer.',
    vi: 'Đồng hồ trình diễn không trả lời.',
    zh: '演示时钟没有应答。',
  },
  completion_item_missing: {
    en: 'Item {sequenceNumeric} has no commodity code of the importing side.',
    vi: 'Dòng hàng {sequenceNumeric} chưa có mã số hàng hóa của bên nhập.',
    zh: '第{sequenceNumeric}项缺少进口方商品编号。',
  },
  completion_item_unknown: {
    en: 'The declaration has no item {sequenceNumeric}, or it is listed twice.',
    vi: 'Khai báo không có dòng hàng {sequenceNumeric}, hoặc dòng này bị lặp.',
    zh: '申报中没有第{sequenceNumeric}项,或该项重复。',
  },
  consignment_unknown: {
    en: 'No consignment {reference} is known here.',
    vi: 'Không tìm thấy lô hàng {reference}.',
    zh: '未找到货物{reference}。',
  },
  container_check_digit: {
    en: 'The check digit of container {containerID} should be {expected}. One character is probably wrong.',
    vi: 'Số kiểm tra của container {containerID} phải là {expected}. Có thể sai một ký tự.',
    zh: '集装箱号{containerID}的校验码应为{expected},可能有一位写错。',
  },
  container_malformed: {
    en: '{containerID} is not a container number: four letters and seven digits.',
    vi: '{containerID} không phải số hiệu container: bốn chữ cái và bảy chữ số.',
    zh: '{containerID}不是集装箱号:应为四个字母加七位数字。',
  },
  correction_unknown: {
    en: 'There is no such correction to confirm.',
    vi: 'Không có đề nghị đính chính này.',
    zh: '没有该更正申请。',
  },
  country_not_of_direction: {
    en: 'For direction {direction} this country must be {expected}, not {countryCode}.',
    vi: 'Với chiều {direction}, nước này phải là {expected}, không phải {countryCode}.',
    zh: '方向为{direction}时,此国别应为{expected},而不是{countryCode}。',
  },
  country_unknown: {
    en: '{countryCode} is not a country code of ISO 3166.',
    vi: '{countryCode} không phải mã nước theo ISO 3166.',
    zh: '{countryCode}不是ISO 3166国别代码。',
  },
  crossing_ended: { en: 'This crossing has ended.', vi: 'Chuyến này đã kết thúc.', zh: '该车次已结束。' },
  crossing_not_overdue: {
    en: 'The lorry may still come: its time is not over.',
    vi: 'Xe vẫn có thể đến: chưa hết thời hạn.',
    zh: '期限未到,车辆仍可到场。',
  },
  crossing_unknown: {
    en: 'No crossing {reference} is known here.',
    vi: 'Không tìm thấy chuyến {reference}.',
    zh: '未找到车次{reference}。',
  },
  currency_differs: {
    en: 'This value is in {currencyID}, the invoice in {expected}. Use one currency.',
    vi: 'Trị giá này tính bằng {currencyID}, hóa đơn bằng {expected}. Hãy dùng một loại tiền.',
    zh: '此处币制为{currencyID},发票为{expected},请统一币制。',
  },
  currency_minor_unit: {
    en: 'Amounts in {currencyID} have at most {digits} decimals.',
    vi: 'Số tiền bằng {currencyID} có nhiều nhất {digits} chữ số thập phân.',
    zh: '{currencyID}金额最多{digits}位小数。',
  },
  currency_unknown: {
    en: '{currencyID} is not an active currency of ISO 4217.',
    vi: '{currencyID} không phải mã tiền tệ đang dùng theo ISO 4217.',
    zh: '{currencyID}不是现行ISO 4217货币代码。',
  },
  database_gone: {
    en: 'The database cannot be reached. Nothing was recorded; try again soon.',
    vi: 'Không kết nối được cơ sở dữ liệu. Chưa ghi gì; hãy thử lại sau.',
    zh: '无法连接数据库,未作任何记录,请稍后重试。',
  },
  date_impossible: {
    en: '{date} is not a day of the calendar.',
    vi: '{date} không phải là ngày có thật.',
    zh: '{date}不是有效日期。',
  },
  date_in_future: { en: '{date} is in the future.', vi: '{date} là ngày trong tương lai.', zh: '{date}晚于今天。' },
  deadline_in_past: {
    en: 'The deadline must be in the future.',
    vi: 'Thời hạn phải ở tương lai.',
    zh: '期限必须晚于现在。',
  },
  decimal_malformed: {
    en: '{value} is not a decimal number.',
    vi: '{value} không phải là số thập phân.',
    zh: '{value}不是十进制数。',
  },
  declaration_expired: {
    en: 'The declaration has expired.',
    vi: 'Khai báo đã hết hiệu lực.',
    zh: '申报已过有效期。',
  },
  declaration_incomplete: {
    en: 'The other trader has not completed the declaration.',
    vi: 'Doanh nghiệp phía bên kia chưa bổ sung khai báo.',
    zh: '对方企业尚未补充申报。',
  },
  declaration_not_received: {
    en: 'The declaration of the other side has not been received yet.',
    vi: 'Chưa nhận được khai báo của phía bạn.',
    zh: '尚未收到对方的申报。',
  },
  declaration_withdrawn: {
    en: 'The declaration has been withdrawn or has expired.',
    vi: 'Khai báo đã được rút hoặc hết hiệu lực.',
    zh: '申报已撤回或已过有效期。',
  },
  direction_not_ours: {
    en: 'Goods in this direction are declared on the other side.',
    vi: 'Hàng theo chiều này được khai ở phía bạn.',
    zh: '该方向的货物应在对方申报。',
  },
  disk_full: {
    en: 'The disk of this node is full. Nothing was recorded.',
    vi: 'Ổ đĩa của hệ thống đã đầy. Chưa ghi gì.',
    zh: '本节点磁盘已满,未作任何记录。',
  },
  document_element_differs: {
    en: 'The document says {document} for {element}, the declaration {declared}.',
    vi: 'Chứng từ ghi {document} cho {element}, khai báo ghi {declared}.',
    zh: '单证中{element}为{document},申报为{declared}。',
  },
  document_expired: {
    en: 'The document expired on {expiryDate}.',
    vi: 'Chứng từ đã hết hạn ngày {expiryDate}.',
    zh: '单证已于{expiryDate}到期。',
  },
  document_expires_before_issue: {
    en: 'The document would expire on {expiryDate}, before its issue on {issueDate}.',
    vi: 'Chứng từ hết hạn ngày {expiryDate}, trước ngày cấp {issueDate}.',
    zh: '单证到期日{expiryDate}早于签发日{issueDate}。',
  },
  document_repeated: {
    en: 'Document {ID} is listed twice.',
    vi: 'Chứng từ {ID} bị khai hai lần.',
    zh: '单证{ID}重复填报。',
  },
  driver_missing: { en: 'Say who drives now.', vi: 'Hãy ghi lái xe thay thế.', zh: '请填写接替的驾驶员。' },
  due_in_past: {
    en: 'The result must be due in the future.',
    vi: 'Hạn trả kết quả phải ở tương lai.',
    zh: '出结果的时间必须晚于现在。',
  },
  entry_unknown: {
    en: 'There is no entry {entry} in the logs that are held here.',
    vi: 'Nhật ký lưu ở đây không có mục {entry}.',
    zh: '此处保存的日志中没有条目{entry}。',
  },
  fact_not_correctable: {
    en: 'Facts of the type {type} cannot be corrected.',
    vi: 'Không thể đính chính sự việc loại {type}.',
    zh: '{type}类事实不能更正。',
  },
  fact_unknown: {
    en: 'This side wrote no such fact.',
    vi: 'Bên này không ghi sự việc đó.',
    zh: '本方没有记录该事实。',
  },
  field_malformed: {
    en: 'This value does not have the form that is asked for.',
    vi: 'Giá trị này không đúng dạng yêu cầu.',
    zh: '该值格式不符合要求。',
  },
  field_missing: { en: 'This field is missing.', vi: 'Thiếu trường này.', zh: '缺少该字段。' },
  field_not_allowed: {
    en: 'This value is not one of: {allowed}.',
    vi: 'Giá trị này không thuộc: {allowed}.',
    zh: '该值不在可选范围内:{allowed}。',
  },
  field_too_big: {
    en: 'This number is above {maximum}.',
    vi: 'Số này lớn hơn {maximum}.',
    zh: '该数值大于{maximum}。',
  },
  field_too_long: { en: 'This is longer than {maximum}.', vi: 'Dài quá {maximum}.', zh: '长度超过{maximum}。' },
  field_too_short: { en: 'This is shorter than {minimum}.', vi: 'Ngắn hơn {minimum}.', zh: '长度不足{minimum}。' },
  field_too_small: {
    en: 'This number is below {minimum}.',
    vi: 'Số này nhỏ hơn {minimum}.',
    zh: '该数值小于{minimum}。',
  },
  field_type: {
    en: 'The type of this value must be {expected}.',
    vi: 'Giá trị này phải có kiểu {expected}.',
    zh: '该值的类型应为{expected}。',
  },
  field_unknown: {
    en: 'There is no field {field} here.',
    vi: 'Không có trường {field} ở đây.',
    zh: '此处没有字段{field}。',
  },
  gate_closed: {
    en: 'The gate is closed at this time.',
    vi: 'Cửa khẩu không làm việc vào giờ này.',
    zh: '该时间口岸不办理通关。',
  },
  headers_too_large: {
    en: 'The address or the headers of the request are too long.',
    vi: 'Địa chỉ hoặc phần đầu của yêu cầu quá dài.',
    zh: '请求的地址或标头过长。',
  },
  hold_lifted: { en: 'The hold has already been lifted.', vi: 'Lệnh tạm dừng đã được gỡ.', zh: '暂缓已解除。' },
  hold_objected: {
    en: 'An objection to this hold has already been lodged.',
    vi: 'Đã có kiến nghị về lệnh tạm dừng này.',
    zh: '已对该暂缓提出过异议。',
  },
  hold_open: { en: 'A hold is open on side {side}.', vi: 'Bên {side} đang tạm dừng.', zh: '{side}方有未解除的暂缓。' },
  hold_unknown: { en: 'There is no such hold.', vi: 'Không có lệnh tạm dừng này.', zh: '没有该暂缓。' },
  hold_within_deadline: {
    en: 'Before its deadline only the authority that placed the hold lifts it.',
    vi: 'Trước thời hạn, chỉ cơ quan đã tạm dừng được gỡ.',
    zh: '期限届满前,只有作出暂缓的部门可以解除。',
  },
  hs_chapter_impossible: {
    en: '{code} cannot be a commodity code: there is no chapter {chapter} or no such heading.',
    vi: '{code} không thể là mã số hàng hóa: không có chương {chapter} hoặc nhóm này.',
    zh: '{code}不是商品编号:没有第{chapter}章或该品目。',
  },
  hs_line_unknown: {
    en: 'Line {code} is not in the schedule {edition}.',
    vi: 'Không có dòng {code} trong biểu {edition}.',
    zh: '税则{edition}中没有{code}。',
  },
  hs_lines_disagree: {
    en: 'Line {code} does not begin with {hs6}.',
    vi: 'Mã {code} không bắt đầu bằng {hs6}.',
    zh: '{code}的前六位不是{hs6}。',
  },
  hs_malformed: {
    en: 'The commodity code {code} must have {digits} digits.',
    vi: 'Mã số hàng hóa {code} phải có {digits} chữ số.',
    zh: '商品编号{code}应为{digits}位数字。',
  },
  idempotency_key_malformed: {
    en: 'The Idempotency-Key must be 1 to 200 visible characters.',
    vi: 'Idempotency-Key phải có 1 đến 200 ký tự nhìn thấy được.',
    zh: 'Idempotency-Key应为1至200个可见字符。',
  },
  idempotency_key_missing: {
    en: 'Send an Idempotency-Key, so that repeating the request does nothing twice.',
    vi: 'Hãy gửi Idempotency-Key để việc gửi lại không ghi hai lần.',
    zh: '请发送Idempotency-Key,以免重发时重复记录。',
  },
  idempotency_key_reused: {
    en: 'This Idempotency-Key was used for other content.',
    vi: 'Idempotency-Key này đã dùng cho nội dung khác.',
    zh: '该Idempotency-Key已用于其他内容。',
  },
  if_match_malformed: {
    en: 'If-Match must be the ETag of what you have seen, like "v12".',
    vi: 'If-Match phải là ETag của bản đã xem, dạng "v12".',
    zh: 'If-Match应为所查看版本的ETag,如"v12"。',
  },
  if_match_missing: {
    en: 'A decision needs If-Match with the version that you have seen.',
    vi: 'Quyết định phải kèm If-Match là phiên bản đã xem.',
    zh: '作出决定须附If-Match,注明所查看的版本。',
  },
  inspection_finished: {
    en: 'This inspection has already ended.',
    vi: 'Việc kiểm tra này đã kết thúc.',
    zh: '该查验已结束。',
  },
  inspection_needed: {
    en: 'The goods must be inspected first.',
    vi: 'Phải kiểm tra hàng hóa trước.',
    zh: '须先查验货物。',
  },
  inspection_running: {
    en: 'An inspection is running in bay {bay}.',
    vi: 'Đang kiểm tra tại vị trí {bay}.',
    zh: '检查台{bay}正在查验。',
  },
  inspection_unknown: { en: 'There is no such inspection.', vi: 'Không có lần kiểm tra này.', zh: '没有该查验。' },
  instant_malformed: {
    en: 'A time looks like 2026-11-19T03:42:00.000Z, in UTC.',
    vi: 'Thời điểm có dạng 2026-11-19T03:42:00.000Z, theo UTC.',
    zh: '时间格式如2026-11-19T03:42:00.000Z,采用UTC。',
  },
  json_duplicate_key: {
    en: 'The same key stands here twice.',
    vi: 'Khóa này xuất hiện hai lần.',
    zh: '该键出现了两次。',
  },
  json_malformed: {
    en: 'This is not JSON; reading stopped at character {offset}.',
    vi: 'Nội dung không phải JSON; dừng đọc ở ký tự {offset}.',
    zh: '内容不是JSON,读到第{offset}个字符时停止。',
  },
  json_number_inexact: {
    en: 'This number is too large to be held exactly.',
    vi: 'Số này quá lớn, không lưu chính xác được.',
    zh: '该数值过大,无法精确保存。',
  },
  json_too_deep: {
    en: 'The content is nested too deeply.',
    vi: 'Nội dung lồng nhau quá nhiều cấp.',
    zh: '内容嵌套层次过深。',
  },
  last_load: {
    en: 'The last consignment cannot be taken off; withdraw its declaration instead.',
    vi: 'Không thể bớt lô hàng cuối cùng; hãy rút khai báo.',
    zh: '不能卸下最后一批货物,请撤回申报。',
  },
  legal_basis_missing: {
    en: 'A hold needs its legal basis.',
    vi: 'Tạm dừng phải có căn cứ pháp lý.',
    zh: '暂缓必须写明法律依据。',
  },
  link_unknown: {
    en: 'This link is not valid here.',
    vi: 'Liên kết này không hợp lệ ở đây.',
    zh: '该链接在此无效。',
  },
  log_unconfirmed: {
    en: 'This node does not know yet whether its log is whole. Nothing was recorded.',
    vi: 'Hệ thống chưa xác nhận được nhật ký còn nguyên vẹn. Chưa ghi gì.',
    zh: '本节点尚未确认日志完整,未作任何记录。',
  },
  mass_above_limit: {
    en: '{massKg} kg is above the limit of {limitKg} kg.',
    vi: '{massKg} kg vượt mức {limitKg} kg.',
    zh: '{massKg}千克超过上限{limitKg}千克。',
  },
  mass_above_one_lorry: {
    en: '{massKg} kg is more than one lorry may weigh ({limitKg} kg). Name the other lorries.',
    vi: '{massKg} kg nhiều hơn mức một xe được chở ({limitKg} kg). Hãy khai các xe khác.',
    zh: '{massKg}千克超过单车限重{limitKg}千克,请填报其他车辆。',
  },
  mass_not_positive: {
    en: '{massKg} kg: a mass must be above zero.',
    vi: '{massKg} kg: trọng lượng phải lớn hơn 0.',
    zh: '{massKg}千克:重量必须大于零。',
  },
  media_type_unsupported: {
    en: 'Send the content as application/json.',
    vi: 'Hãy gửi nội dung dạng application/json.',
    zh: '请以application/json格式发送。',
  },
  method_not_allowed: {
    en: '{method} is not possible here.',
    vi: 'Không dùng được {method} ở đây.',
    zh: '此处不支持{method}。',
  },
  net_above_gross: {
    en: 'Net weight {netMassKg} kg exceeds gross weight {grossMassKg} kg.',
    vi: 'Trọng lượng tịnh {netMassKg} kg lớn hơn trọng lượng cả bì {grossMassKg} kg.',
    zh: '净重{netMassKg}千克大于毛重{grossMassKg}千克。',
  },
  no_correction_pending: {
    en: 'No correction waits for confirmation.',
    vi: 'Không có đính chính nào chờ xác nhận.',
    zh: '没有待确认的更正。',
  },
  no_hold_open: { en: 'No hold is open.', vi: 'Không có lệnh tạm dừng nào.', zh: '没有未解除的暂缓。' },
  no_inspection_running: {
    en: 'No inspection is running.',
    vi: 'Không có lần kiểm tra nào đang diễn ra.',
    zh: '没有正在进行的查验。',
  },
  no_sample_waiting: {
    en: 'No sample waits for a result.',
    vi: 'Không có mẫu nào chờ kết quả.',
    zh: '没有待出结果的样品。',
  },
  no_slot: { en: 'No slot is held.', vi: 'Chưa có khung giờ.', zh: '未预约时段。' },
  not_allowed: {
    en: 'Your role may not do or read this.',
    vi: 'Vai trò của bạn không được làm hoặc xem việc này.',
    zh: '您的角色无权进行或查看此项。',
  },
  not_assessed: {
    en: 'The authority has not assessed the current declaration.',
    vi: 'Cơ quan chưa phân luồng khai báo hiện tại.',
    zh: '该部门尚未对当前申报作出通道判定。',
  },
  not_called: { en: 'The lorry has not been called.', vi: 'Xe chưa được gọi.', zh: '车辆尚未叫号。' },
  not_dispatched: {
    en: 'No unmanned vehicle has been dispatched.',
    vi: 'Chưa điều xe tự hành.',
    zh: '尚未派发无人车。',
  },
  not_eligible: {
    en: 'The lorry cannot be called yet: papers, slot or a hold stand in the way.',
    vi: 'Chưa thể gọi xe: còn thiếu giấy tờ, khung giờ hoặc đang tạm dừng.',
    zh: '车辆尚不能叫号:单证、时段或暂缓未解决。',
  },
  not_expired: { en: 'The declaration is still valid.', vi: 'Khai báo còn hiệu lực.', zh: '申报仍在有效期内。' },
  not_first: {
    en: '{ahead} lorries come first, {first} next.',
    vi: 'Còn {ahead} xe phía trước, kế tiếp là {first}.',
    zh: '前面还有{ahead}辆车,下一辆是{first}。',
  },
  not_loaded: {
    en: 'The consignment is not on this lorry.',
    vi: 'Lô hàng không ở trên xe này.',
    zh: '该批货物不在本车上。',
  },
  not_mirrored_yet: {
    en: 'The other side has not stored all of it yet. Try again when it has countersigned.',
    vi: 'Phía bên kia chưa lưu đủ dữ liệu này. Hãy thử lại sau khi họ đã ký xác nhận.',
    zh: '对方尚未全部存储该数据。请在对方副签后重试。',
  },
  not_present: {
    en: 'The lorry is not at this gate.',
    vi: 'Xe không có mặt tại cửa khẩu này.',
    zh: '车辆不在本口岸。',
  },
  not_refused: { en: 'The lorry has not been refused.', vi: 'Xe chưa bị từ chối.', zh: '车辆未被不予放行。' },
  not_released: {
    en: 'Not every authority has released the lorry.',
    vi: 'Chưa đủ các cơ quan cho xe qua.',
    zh: '尚有部门未放行。',
  },
  not_smart_lane: {
    en: 'This container does not travel on the smart lane.',
    vi: 'Container này không đi làn thông minh.',
    zh: '该集装箱不走智慧通道。',
  },
  not_yours: { en: 'This belongs to another trader.', vi: 'Thuộc về doanh nghiệp khác.', zh: '属于其他企业。' },
  occurred_at_not_allowed: {
    en: 'Your role may not enter an event with an earlier time.',
    vi: 'Vai trò của bạn không được ghi sự việc với thời điểm trước đó.',
    zh: '您的角色不能补录较早时间的事件。',
  },
  occurred_in_future: { en: 'This time is in the future.', vi: 'Thời điểm này ở tương lai.', zh: '该时间晚于现在。' },
  occurred_too_long_ago: {
    en: 'This happened too long ago to be entered late.',
    vi: 'Sự việc đã quá lâu, không ghi bổ sung được.',
    zh: '事件发生已久,不能补录。',
  },
  origin_foreign: {
    en: 'A page of another site may not write here.',
    vi: 'Trang của địa chỉ khác không được ghi ở đây.',
    zh: '其他网站的页面不能在此写入。',
  },
  other_authority: {
    en: 'Another authority is in charge of this.',
    vi: 'Việc này do cơ quan khác phụ trách.',
    zh: '此事由其他部门负责。',
  },
  other_side: { en: 'This is done on the other side.', vi: 'Việc này làm ở phía bạn.', zh: '此项应在对方办理。' },
  outcome_unknown: {
    en: 'The database went away in the middle of this. Send it again with the same Idempotency-Key.',
    vi: 'Mất kết nối cơ sở dữ liệu trong lúc ghi. Hãy gửi lại với cùng Idempotency-Key.',
    zh: '记录过程中数据库断开,请用相同的Idempotency-Key重新发送。',
  },
  override_reason_missing: {
    en: 'Calling out of order needs a reason, which is published.',
    vi: 'Gọi không theo thứ tự phải có lý do và được công bố.',
    zh: '不按顺序叫号必须写明理由并公开。',
  },
  package_type_unknown: {
    en: '{typeCode} is not a kind of package of UN/ECE Recommendation 21.',
    vi: '{typeCode} không phải mã loại kiện theo Khuyến nghị 21 của UN/ECE.',
    zh: '{typeCode}不是UN/ECE第21号建议书的包装代码。',
  },
  patch_invalid: {
    en: 'The correction does not fit this type of fact.',
    vi: 'Nội dung đính chính không phù hợp với loại sự việc.',
    zh: '更正内容与该类事实不符。',
  },
  path_unknown: { en: 'There is nothing at this address.', vi: 'Không có gì ở địa chỉ này.', zh: '该地址没有内容。' },
  persona_unknown: {
    en: 'There is no such person in the demonstration.',
    vi: 'Không có nhân vật này trong bản trình diễn.',
    zh: '演示中没有该人物。',
  },
  plate_malformed: {
    en: '{plate} is not a plate of Viet Nam or China.',
    vi: '{plate} không phải biển số Việt Nam hoặc Trung Quốc.',
    zh: '{plate}不是越南或中国的车牌号。',
  },
  plate_not_trailer: {
    en: '{plate} is not the plate of a trailer.',
    vi: '{plate} không phải biển số rơ moóc.',
    zh: '{plate}不是挂车号牌。',
  },
  plate_of_trailer: {
    en: '{plate} is the plate of a trailer, not of a tractor.',
    vi: '{plate} là biển số rơ moóc, không phải xe đầu kéo.',
    zh: '{plate}是挂车号牌,不是牵引车。',
  },
  plate_of_wrong_country: {
    en: '{plate} is not a plate of {country}.',
    vi: '{plate} không phải biển số của {country}.',
    zh: '{plate}不是{country}的号牌。',
  },
  quantity_not_positive: {
    en: '{value}: a quantity must be above zero.',
    vi: '{value}: số lượng phải lớn hơn 0.',
    zh: '{value}:数量必须大于零。',
  },
  reason_missing: { en: 'A refusal needs its reason.', vi: 'Từ chối phải có lý do.', zh: '不予放行必须写明原因。' },
  reason_unknown: {
    en: 'There is no reason code {code}.',
    vi: 'Không có mã lý do {code}.',
    zh: '没有原因代码{code}。',
  },
  reference_check_character: {
    en: 'One character of the reference is wrong.',
    vi: 'Số tham chiếu sai một ký tự.',
    zh: '参考编号有一位写错。',
  },
  reference_malformed: {
    en: 'A reference looks like PG-XXXX-XXXX, without 0, 1 and letters that look like digits.',
    vi: 'Số tham chiếu có dạng PG-XXXX-XXXX, không có 0, 1 và chữ dễ nhầm với số.',
    zh: '参考编号形如PG-XXXX-XXXX,不含0、1及易与数字混淆的字母。',
  },
  reference_unknown: {
    en: 'Nothing of this reference is known here.',
    vi: 'Không tìm thấy số tham chiếu này.',
    zh: '未找到该参考编号。',
  },
  reference_used: {
    en: 'You have already lodged a declaration under this reference of yours.',
    vi: 'Đã có khai báo với số tham chiếu này của bạn.',
    zh: '您已用该自编号申报过。',
  },
  request_malformed: { en: 'The request cannot be read.', vi: 'Không đọc được yêu cầu.', zh: '无法读取该请求。' },
  result_reported: {
    en: 'The result of this sample has already been reported.',
    vi: 'Mẫu này đã có kết quả.',
    zh: '该样品已出结果。',
  },
  result_waiting: {
    en: 'The result of the laboratory is still due.',
    vi: 'Còn chờ kết quả kiểm nghiệm.',
    zh: '尚待检测结果。',
  },
  retention_class_unknown: {
    en: 'The agreement has no such retention class.',
    vi: 'Thỏa thuận không có loại lưu giữ này.',
    zh: '协议中没有该保存类别。',
  },
  sample_needed: { en: 'A sample must be taken first.', vi: 'Phải lấy mẫu trước.', zh: '须先取样。' },
  sample_unknown: { en: 'There is no such sample.', vi: 'Không có mẫu này.', zh: '没有该样品。' },
  seal_malformed: {
    en: '{sealID} is not a seal number.',
    vi: '{sealID} không phải số niêm phong.',
    zh: '{sealID}不是封志号。',
  },
  seal_repeated: {
    en: 'Seal {sealID} is listed twice.',
    vi: 'Niêm phong {sealID} bị khai hai lần.',
    zh: '封志号{sealID}重复。',
  },
  second_person_needed: {
    en: 'A second person must confirm this.',
    vi: 'Phải do người thứ hai xác nhận.',
    zh: '须由另一人确认。',
  },
  sequence_not_consecutive: {
    en: 'Item number {sequenceNumeric} should be {expected}.',
    vi: 'Số thứ tự dòng hàng {sequenceNumeric} phải là {expected}.',
    zh: '项号{sequenceNumeric}应为{expected}。',
  },
  sign_in_failed: { en: 'Name or password is wrong.', vi: 'Tên hoặc mật khẩu không đúng.', zh: '用户名或密码错误。' },
  sign_in_needed: { en: 'Sign in first.', vi: 'Hãy đăng nhập trước.', zh: '请先登录。' },
  slot_beyond_plan: {
    en: 'The plan gives {places} places in this slot, and {booked} are booked. The next free slot is {minutes} minutes later.',
    vi: 'Kế hoạch dành {places} chỗ cho khung giờ này, đã đặt {booked}. Khung giờ còn chỗ gần nhất muộn hơn {minutes} phút.',
    zh: '计划在该时段安排{places}个名额,已预约{booked}个。下一个有余位的时段晚{minutes}分钟。',
  },
  slot_full: {
    en: 'This slot is full: {booked} of {places} places are booked.',
    vi: 'Khung giờ đã đầy: {booked}/{places} chỗ đã đặt.',
    zh: '该时段已满:已预约{booked}/{places}。',
  },
  slot_held: {
    en: 'The lorry already holds a slot; move it instead.',
    vi: 'Xe đã có khung giờ; hãy đổi giờ.',
    zh: '车辆已有预约,请改约。',
  },
  slot_in_past: { en: 'This slot has passed.', vi: 'Khung giờ này đã qua.', zh: '该时段已过。' },
  slot_not_missed: { en: 'The slot has not been missed yet.', vi: 'Chưa lỡ khung giờ.', zh: '尚未错过预约时段。' },
  slot_not_quarter: {
    en: 'A slot begins at a quarter of an hour.',
    vi: 'Khung giờ bắt đầu vào mỗi 15 phút.',
    zh: '预约时段以每15分钟为起点。',
  },
  slot_same: {
    en: 'The lorry already holds this slot.',
    vi: 'Xe đang giữ đúng khung giờ này.',
    zh: '车辆已预约该时段。',
  },
  slot_too_far: {
    en: 'This slot is too far ahead to book.',
    vi: 'Khung giờ này quá xa để đặt.',
    zh: '该时段过远,尚不能预约。',
  },
  station_closed: {
    en: 'This lane or bay is closed.',
    vi: 'Làn hoặc vị trí kiểm tra đang đóng.',
    zh: '该车道或检查台已关闭。',
  },
  station_open: {
    en: 'This lane or bay is already open.',
    vi: 'Làn hoặc vị trí kiểm tra đã mở.',
    zh: '该车道或检查台已开启。',
  },
  stick_gap: {
    en: 'The file begins at entry {from}, and only {held} are held here: ask the other side for a file from {held} on.',
    vi: 'Tệp bắt đầu từ mục {from}, còn ở đây mới có {held} mục: hãy đề nghị phía bên kia gửi tệp từ mục {held}.',
    zh: '文件从第{from}条开始，而本侧仅有{held}条：请对方提供从第{held}条开始的文件。',
  },
  stick_malformed: {
    en: 'This is not a file of the exchange.',
    vi: 'Đây không phải tệp trao đổi.',
    zh: '这不是交换文件。',
  },
  stick_other_log: {
    en: 'The file holds the log {origin}; what can be taken in here is {expected}.',
    vi: 'Tệp chứa nhật ký {origin}; ở đây chỉ nhận {expected}.',
    zh: '文件中的日志为{origin}；本侧只接收{expected}。',
  },
  stick_torn: {
    en: 'The file ends too soon. What was whole has been taken in; copy the file again for the rest.',
    vi: 'Tệp kết thúc quá sớm. Phần nguyên vẹn đã được nhận; hãy sao chép lại tệp để lấy phần còn lại.',
    zh: '文件不完整。完整部分已接收；请重新拷贝文件以获取其余部分。',
  },
  stick_wrong: {
    en: 'The file does not prove what it says ({reason}). What came before the fault has been taken in.',
    vi: 'Tệp không chứng minh được nội dung của nó ({reason}). Phần trước lỗi đã được nhận.',
    zh: '文件无法证明其内容（{reason}）。出错之前的部分已接收。',
  },
  still_under_way: {
    en: 'The lorry is still under way. Its data is needed until it is through.',
    vi: 'Xe còn đang làm thủ tục. Dữ liệu còn cần cho đến khi xe thông quan.',
    zh: '车辆仍在办理中。通关前仍需使用其数据。',
  },
  stopping: {
    en: 'This node is stopping or busy. Nothing was recorded; try again soon.',
    vi: 'Hệ thống đang dừng hoặc bận. Chưa ghi gì; hãy thử lại sau.',
    zh: '本节点正在停止或繁忙,未作任何记录,请稍后重试。',
  },
  temperature_implausible: {
    en: '{temperatureC} °C is no temperature for goods on the road.',
    vi: '{temperatureC} °C không phải nhiệt độ hợp lý cho hàng vận chuyển.',
    zh: '{temperatureC}℃不是合理的运输温度。',
  },
  test_not_ordered: {
    en: 'A result was given for a test that was not ordered.',
    vi: 'Có kết quả cho chỉ tiêu không yêu cầu.',
    zh: '结果中有未要求检测的项目。',
  },
  text_not_unicode: {
    en: 'This text is not valid Unicode.',
    vi: 'Văn bản này không phải Unicode hợp lệ.',
    zh: '该文本不是有效的Unicode。',
  },
  token_unknown: {
    en: 'There is no token of this name.',
    vi: 'Không có mã truy cập với tên này.',
    zh: '没有该名称的令牌。',
  },
  too_many_requests: {
    en: 'Too many attempts. Wait {seconds} seconds.',
    vi: 'Thử quá nhiều lần. Hãy chờ {seconds} giây.',
    zh: '尝试过多,请等候{seconds}秒。',
  },
  too_many_streams: {
    en: 'Too many screens follow this node at once. Try again soon.',
    vi: 'Có quá nhiều màn hình đang theo dõi. Hãy thử lại sau.',
    zh: '同时连接的屏幕过多,请稍后重试。',
  },
  total_gross_mass_differs: {
    en: 'The total of {stated} kg differs from the sum of the items, {sum} kg.',
    vi: 'Tổng {stated} kg khác tổng các dòng hàng, {sum} kg.',
    zh: '总毛重{stated}千克与分项合计{sum}千克不符。',
  },
  total_packages_differs: {
    en: 'The total of {stated} packages differs from the sum of the items, {sum}.',
    vi: 'Tổng {stated} kiện khác tổng các dòng hàng, {sum}.',
    zh: '总件数{stated}与分项合计{sum}不符。',
  },
  total_value_differs: {
    en: 'The invoice total {stated} differs from the sum of the items, {sum}.',
    vi: 'Tổng trị giá hóa đơn {stated} khác tổng các dòng hàng, {sum}.',
    zh: '发票总额{stated}与分项合计{sum}不符。',
  },
  unexpected: {
    en: 'Something went wrong in this node. Nothing half done remains; tell its operator the number of the request.',
    vi: 'Hệ thống gặp lỗi. Không có gì dang dở; hãy báo số yêu cầu cho người vận hành.',
    zh: '本节点出现错误,没有留下未完成的记录,请将请求编号告知运维人员。',
  },
  unit_unknown: {
    en: '{unitCode} is not a unit of a customs tariff (UN/ECE Recommendation 20).',
    vi: '{unitCode} không phải đơn vị tính của biểu thuế (Khuyến nghị 20 của UN/ECE).',
    zh: '{unitCode}不是税则计量单位(UN/ECE第20号建议书)。',
  },
  version_changed: {
    en: 'This has changed meanwhile; read version {version} first.',
    vi: 'Nội dung đã thay đổi; hãy xem phiên bản {version} trước.',
    zh: '内容已更新,请先查看第{version}版。',
  },
} as const satisfies Readonly<Record<FaultCode, Labels> & Record<string, Labels>>;

export type RefusalCode = keyof typeof refusals;

/** The sentence of a refusal. A code without one, such as from a newer node, is shown as it is. */
export function sayRefusal(
  refusal: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> },
  language: Language,
): string {
  if (!Object.hasOwn(refusals, refusal.code)) return refusal.code;
  return fill(refusals[refusal.code as RefusalCode], language, refusal.params);
}
