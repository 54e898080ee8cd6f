const START = 'a node reads this when it starts, and another agreement would be needed';
const TERMS = 'the pair would have to agree on other terms than those that it begins with';
const PEOPLE = 'people on the side of the node would have to propose, or to answer';
const FILE = 'files are carried by people, through another interface than the exchange port';

const ERASED = 'what a node has destroyed cannot be seen from outside, and no time is over in one run';
const BACKUP = 'the node would have to be started with an older database';
const EPOCH = 'people of both sides would have to sign where the log goes on, with the node stopped';
const CALLED = 'the node would have to be configured never to call';

/** Clauses of `docs/protocol/v1.md` that cannot be seen from outside a node, or not in one run, by number. */
export const UNTESTED: Readonly<Record<string, string>> = {
  'KEY-1': START,
  'KEY-2': START,
  'KEY-3': 'this is for people',
  'KEY-4': START,
  'AGR-2': START,
  'AGR-3': START,
  'AGR-5': 'what an author leaves out cannot be seen from outside',
  'AGR-6': 'what an author leaves out cannot be seen from outside',
  'AGR-7': 'the node would have to correct a fact',
  'AGR-8': TERMS,
  'AGR-9': TERMS,
  'AMD-1': PEOPLE,
  'AMD-4': PEOPLE,
  'AMD-7': PEOPLE,
  'ERA-1': ERASED,
  'ERA-3': ERASED,
  'ERA-4': ERASED,
  'DIV-2': 'the kit would have to lie for more than a minute',
  'DIV-4': 'what people do at a node cannot be seen from outside',
  'REC-3': BACKUP,
  'REC-4': BACKUP,
  'EPO-1': EPOCH,
  'EPO-2': EPOCH,
  'EPO-3': EPOCH,
  'EPO-4': EPOCH,
  'LOG-5': 'a node that lies once, to somebody else, cannot be caught from one place',
  'COS-2': 'when something is on a disk cannot be seen from outside',
  'HSK-2': BACKUP,
  'HSK-3': 'the node would have to be started without its counterpart',
  'RCV-7': 'when something is on a disk cannot be seen from outside',
  'TIL-7': 'how much is too much is for the node to say',
  'STK-1': FILE,
  'STK-2': FILE,
  'STK-3': FILE,
  'STK-4': FILE,
  'JDG-5': 'what a node folds cannot be seen on the wire',
  'POL-4': 'the node would have to be configured to poll',
  'REV-2': CALLED,
  'REV-3': CALLED,
  'REV-4': CALLED,
  'REV-5': CALLED,
  'REV-6': CALLED,
  'EVD-1': 'evidence is asked for at another interface; check it with "pairgate verify"',
};
