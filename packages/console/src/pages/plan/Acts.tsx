import type { WhatIf } from '@pairgate/simulator/what-if/study.ts';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { saveFile } from '../../save-file.ts';
import { changesOf } from './sentence.ts';
import type { useStudy } from './use-study.ts';
import { changesWords, policyName, type Speech } from './words.ts';

interface ActsProps {
  readonly speech: Speech;
  readonly asked: WhatIf;
  readonly text: ReturnType<typeof useStudy>['text'];
  readonly open: (document: unknown) => void;
  readonly canUndo: boolean;
  readonly onUndo: () => void;
  readonly canReset: boolean;
  readonly onReset: () => void;
  readonly canSave: boolean;
}

/** What is done with a setting: back, forth, and out of the page. */
export function Acts({ speech, asked, text, open, canUndo, onUndo, canReset, onReset, canSave }: ActsProps) {
  const { m, language, offer } = speech;
  const [saving, setSaving] = useState<'report' | 'document' | null>(null);
  const [notSaved, setNotSaved] = useState(false);
  const changes = changesWords(changesOf(offer.levers, asked, offer.today), speech);
  const name = { title: changes === '' ? offer.title : `${offer.title}: ${changes}`, about: `${m.plan.title}. ${policyName(asked.policy, language, offer)}.` };
  const save = async (is: 'report' | 'document') => {
    setSaving(is);
    setNotSaved(false);
    try {
      if (is === 'report') {
        const words = { ...name, language, today: m.plan.figures.today, whatIf: m.plan.figures.whatIf };
        saveFile('what-if.html', await text({ is, asked, words }), 'text/html');
      } else {
        saveFile('what-if.json', await text({ is, asked, words: name }));
      }
    } catch {
      setNotSaved(true);
    } finally {
      setSaving(null);
    }
  };
  // What cannot be read or is no JSON is no scenario: the simulator says so of an empty text, too.
  const read = async (file: File) => {
    const content = await file.text().catch(() => '');
    try {
      open(JSON.parse(content));
    } catch {
      open(content);
    }
  };
  return (
    <div className="acts">
      <Button hint="undo" isDisabled={!canUndo} onPress={onUndo}>{m.plan.acts.undo}</Button>
      <Button isDisabled={!canReset} onPress={onReset}>{m.plan.acts.reset}</Button>
      <Button isDisabled={!canSave} isPending={saving === 'report'} onPress={() => void save('report')}>{m.plan.acts.report}</Button>
      <Button isDisabled={!canSave} isPending={saving === 'document'} onPress={() => void save('document')}>{m.plan.acts.scenario}</Button>
      <FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={(files) => files?.[0] && void read(files[0])}>
        <Button look="quiet">{m.plan.acts.open}</Button>
      </FileTrigger>
      <span role="alert" className="small">{notSaved ? m.plan.notSaved : null}</span>
    </div>
  );
}
