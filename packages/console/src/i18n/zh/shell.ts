import type { shell as source } from '../en/shell.ts';

export const shell: typeof source = {
  skip: '跳到正文',
  screens: '页面',
  languages: '语言',
  nav: { control: '指挥室', plan: '方案', work: '待办', find: '查找', declare: '申报', lorries: '我的车辆', agreement: '协议', log: '日志', kiosk: '自助查询', dayList: '当日清单' },
  receiptAll: '全部条目均有回执',
  behind: (count) => `${count} 条尚无回执`,
  linkTitle: '两个节点之间的连接',
  theme: '浅色或深色',
  signOut: '退出',
  signIn: '登录',
  frozen: (gate) => `**已停止接收${gate}的日志，自** {since}。`,
  peerSilent: (gate) => `**与${gate}失去连接，自** {since}。`,
  peerSilentWorks: (behind) => `本方工作照常。${behind} 条事实等待发送；各图中对方一半为 {since} 的情况。`,
  nodeSilent: '**本页与节点失去连接，自** {since}。',
  nodeSilentWorks: '您看到的是当时的情况。恢复之前不能作出决定；每五秒重试一次。',
  polling: '实时数据流中断；本页每五秒查询一次。',
  keys: {
    title: '全部按键',
    groups: { list: '列表中', decide: '个案中', go: '前往', picture: '图中', plan: '方案中' },
    names: {
      next: '下一个', previous: '上一个', open: '打开', find: '查找', release: '放行', ask: '要求补单证',
      sample: '取样', hold: '暂缓放行', refuse: '拒绝', decide: '决定并到下一个', control: '指挥室',
      work: '待办', lorries: '我的车辆', agreement: '协议', log: '日志', declare: '申报车辆', play: '播放或暂停',
      earlier: '早一刻钟', later: '晚一刻钟', now: '现在', mirror: '左右对调',
      plan: '方案', undo: '撤销一项改动', help: '全部按键',
    },
    note: '字母键只作选择，单按一键不会签署任何内容。在输入框内字母键不起作用。',
  },
};
