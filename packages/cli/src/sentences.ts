import type { Language } from './context.ts';
import { Failure } from './failure.ts';

/** What the commands `log` and `canonical` answer, by code. A code is never reused. */
const SENTENCES = {
  // Why a file has no canonical form; the codes are those of the ledger's strict reader.
  not_utf8: {
    en: '{file} is not UTF-8.',
    vi: '{file} không phải là UTF-8.',
    zh: '{file} 不是 UTF-8 编码。',
  },
  byte_order_mark: {
    en: '{file} begins with a byte order mark, which JSON does not allow.',
    vi: '{file} bắt đầu bằng dấu thứ tự byte (BOM), điều mà JSON không cho phép.',
    zh: '{file} 以字节顺序标记（BOM）开头，JSON 不允许这样。',
  },
  not_json: {
    en: '{file} is not JSON; reading stopped at character {offset}.',
    vi: '{file} không phải là JSON; việc đọc dừng ở ký tự {offset}.',
    zh: '{file} 不是 JSON；读到第 {offset} 个字符时停止。',
  },
  duplicate_key: {
    en: '{file}, at {pointer}: the same key stands here twice, so two readers may see two values.',
    vi: '{file}, tại {pointer}: khóa này xuất hiện hai lần, nên hai chương trình có thể đọc ra hai giá trị.',
    zh: '{file}，{pointer} 处：同一个键出现两次，不同的程序可能读出不同的值。',
  },
  too_deep: {
    en: '{file}: arrays and objects are nested deeper than 32.',
    vi: '{file}: mảng và đối tượng lồng nhau sâu hơn 32 cấp.',
    zh: '{file}：数组和对象的嵌套超过 32 层。',
  },
  unsafe_number: {
    en: '{file}, at {pointer}: this number is beyond 2^53 - 1, where readers round; write it as text.',
    vi: '{file}, tại {pointer}: số này vượt quá 2^53 - 1 nên sẽ bị làm tròn; hãy ghi dưới dạng văn bản.',
    zh: '{file}，{pointer} 处：此数超出 2^53 - 1，读取时会被舍入；请改写为文本。',
  },
  lone_surrogate: {
    en: '{file}, at {pointer}: this text has half of a surrogate pair, which no UTF-8 can express.',
    vi: '{file}, tại {pointer}: văn bản này chứa một nửa cặp surrogate mà UTF-8 không biểu diễn được.',
    zh: '{file}，{pointer} 处：此文本含有半个代理对，UTF-8 无法表示。',
  },
  not_nfc: {
    en: '{file}, at {pointer}: this text is not in Unicode normal form C (NFC), so equal words may have other bytes.',
    vi: '{file}, tại {pointer}: văn bản này không ở dạng chuẩn Unicode NFC, nên cùng một từ có thể có các byte khác nhau.',
    zh: '{file}，{pointer} 处：此文本不是 Unicode NFC 规范形式，相同的文字可能有不同的字节。',
  },
  too_large: {
    en: '{file} is larger than {megabytes} MB.',
    vi: '{file} lớn hơn {megabytes} MB.',
    zh: '{file} 超过 {megabytes} MB。',
  },
  // What cannot be asked of a file of lines.
  no_such_line: {
    en: '{file} has {lines} lines, so there is no line {index}; the first one is 0.',
    vi: '{file} có {lines} dòng, nên không có dòng {index}; dòng đầu tiên là 0.',
    zh: '{file} 有 {lines} 行，没有第 {index} 行；首行为 0。',
  },
  no_such_size: {
    en: '{file} has {lines} lines, so there is no log of {size} lines in it.',
    vi: '{file} có {lines} dòng, nên không chứa nhật ký gồm {size} dòng.',
    zh: '{file} 有 {lines} 行，其中没有 {size} 行的日志。',
  },
  old_size_beyond: {
    en: 'The older size {oldSize} is beyond the size {size}.',
    vi: 'Kích thước cũ {oldSize} lớn hơn kích thước {size}.',
    zh: '旧大小 {oldSize} 超过大小 {size}。',
  },
  // What is wrong with a file that should hold a proof or a head.
  field_missing: {
    en: '{file} has no "{field}".',
    vi: '{file} không có "{field}".',
    zh: '{file} 没有“{field}”。',
  },
  not_an_object: {
    en: '{file} holds no JSON object.',
    vi: '{file} không chứa đối tượng JSON.',
    zh: '{file} 中没有 JSON 对象。',
  },
  not_a_count: {
    en: '{file}: "{field}" is not a whole number from 0 on.',
    vi: '{file}: "{field}" không phải là số nguyên từ 0 trở lên.',
    zh: '{file}：“{field}”不是从 0 起的整数。',
  },
  not_a_hash: {
    en: '{file}: "{field}" is not a hash of 64 hex digits.',
    vi: '{file}: "{field}" không phải là mã băm gồm 64 chữ số thập lục phân.',
    zh: '{file}：“{field}”不是 64 位十六进制的哈希值。',
  },
  not_a_path: {
    en: '{file}: "path" is not a list of hashes.',
    vi: '{file}: "path" không phải là danh sách mã băm.',
    zh: '{file}：“path”不是哈希值列表。',
  },
  // Verdicts on an inclusion proof.
  included: {
    en: 'VALID: the leaf is line {index} of the {size} lines under the root {root}. Compare that root with one from a source that you trust, or give it with --root.',
    vi: 'HỢP LỆ: lá này là dòng {index} trong {size} dòng dưới gốc {root}. Hãy so sánh gốc đó với gốc từ nguồn mà bạn tin cậy, hoặc nêu gốc đó bằng --root.',
    zh: '有效：该叶是根 {root} 之下 {size} 行中的第 {index} 行。请将此根与您信任的来源核对，或用 --root 给出。',
  },
  included_in_yours: {
    en: 'VALID: the leaf is line {index} of the {size} lines under the root that you gave.',
    vi: 'HỢP LỆ: lá này là dòng {index} trong {size} dòng dưới gốc mà bạn đã nêu.',
    zh: '有效：该叶是您给出的根之下 {size} 行中的第 {index} 行。',
  },
  root_not_yours: {
    en: 'INVALID: the proof is about another root than the one that you gave.',
    vi: 'KHÔNG HỢP LỆ: chứng minh này nói về một gốc khác với gốc mà bạn đã nêu.',
    zh: '无效：该证明针对的根与您给出的根不同。',
  },
  index_outside: {
    en: 'INVALID: a log of {size} lines has no line {index}.',
    vi: 'KHÔNG HỢP LỆ: nhật ký {size} dòng không có dòng {index}.',
    zh: '无效：{size} 行的日志没有第 {index} 行。',
  },
  path_does_not_lead: {
    en: 'INVALID: the path does not lead from this leaf, at line {index} of {size}, to this root.',
    vi: 'KHÔNG HỢP LỆ: đường dẫn không đi từ lá này, ở dòng {index} trong {size} dòng, tới gốc này.',
    zh: '无效：该路径不能从此叶（{size} 行中的第 {index} 行）通向此根。',
  },
  // Verdicts on two heads.
  continued: {
    en: 'VALID: the log of {size} lines begins with the log of {oldSize} lines, unchanged.',
    vi: 'HỢP LỆ: nhật ký {size} dòng bắt đầu bằng nhật ký {oldSize} dòng, không bị thay đổi.',
    zh: '有效：{size} 行的日志以 {oldSize} 行的日志开头，未作更改。',
  },
  shorter: {
    en: 'INVALID: the newer log has {size} lines, fewer than the {oldSize} of the older one.',
    vi: 'KHÔNG HỢP LỆ: nhật ký mới có {size} dòng, ít hơn {oldSize} dòng của nhật ký cũ.',
    zh: '无效：新日志有 {size} 行，少于旧日志的 {oldSize} 行。',
  },
  two_roots: {
    en: 'INVALID: both logs have {size} lines, and different roots.',
    vi: 'KHÔNG HỢP LỆ: hai nhật ký cùng có {size} dòng nhưng gốc khác nhau.',
    zh: '无效：两个日志都有 {size} 行，但根不同。',
  },
  not_continued: {
    en: 'INVALID: the path does not join the two roots: lines were changed, or the proof was.',
    vi: 'KHÔNG HỢP LỆ: đường dẫn không nối được hai gốc: các dòng hoặc chứng minh đã bị thay đổi.',
    zh: '无效：该路径不能连接两个根：行或证明被更改过。',
  },
  no_path_between: {
    en: 'CANNOT TELL: {file} has no path from {oldSize} lines; make it with "pairgate log head FILE --old-size {oldSize}".',
    vi: 'KHÔNG THỂ KẾT LUẬN: {file} không có đường dẫn từ {oldSize} dòng; hãy tạo bằng "pairgate log head FILE --old-size {oldSize}".',
    zh: '无法判断：{file} 没有从 {oldSize} 行起的路径；请用“pairgate log head FILE --old-size {oldSize}”生成。',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type SentenceCode = keyof typeof SENTENCES;
export type Values = Readonly<Record<string, string | number>>;

export const sentence = (code: SentenceCode, language: Language, values: Values): string =>
  SENTENCES[code][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export const failureWith = (code: SentenceCode, language: Language, values: Values, more: { pointer?: string } = {}): Failure =>
  new Failure(sentence(code, language, values), { code, ...more });
