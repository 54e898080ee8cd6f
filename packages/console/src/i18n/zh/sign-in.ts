import type { signIn as source } from '../en/sign-in.ts';

export const signIn: typeof source = {
  title: '一次过境，双方各记',
  demo: '演示使用虚拟时钟：{date}，{time}。请选择您想看谁的工作。',
  working: '登录{gate}节点。',
  name: '姓名',
  password: '密码',
  enter: '登录',
  wrong: '姓名与密码不符。',
  otherSide: (gate) => `这是${gate}的节点。对方有自己的节点。`,
  goThere: (gate) => `前往${gate}`,
  invented: '这里的人员、企业和车辆均为虚构。',
  anybody: '任何人',
  kiosk: '按车牌查询：我的车在哪里？',
  questions: {
    manager: '现在怎样，卡在哪里，下一步是什么？',
    customs: '我要决定什么，依据是什么？',
    quarantine: '哪些车在等我，哪些单证不一致？',
    border_guard: '谁过境，谁不得过境？',
    laboratory: '哪些样品到期，哪些结果已出？',
    yard: '谁到了，谁被叫号，谁迟到？',
    trader: '我还缺什么，什么时候过关？',
    secretary: '承诺了什么，证据在哪里？',
    auditor: '日志是否完整？',
    operator: '两个节点是否一致？',
    gate: '谁可以通过此车道？',
  },
};
