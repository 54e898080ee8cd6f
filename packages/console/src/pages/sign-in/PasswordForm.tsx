import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, send } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import { readerChanged } from '../../live/query.ts';

export function PasswordForm() {
  const m = useMessages();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => send('POST', '/api/session', { name, password }),
    onSuccess: readerChanged,
  });
  const refused = enter.error instanceof ApiProblem && enter.error.status !== 0;
  return (
    <form
      className="password-form"
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <Field label={m.signIn.name} value={name} onChange={setName} autoComplete="username" isRequired />
      <Field
        label={m.signIn.password} type="password" value={password} onChange={setPassword} autoComplete="current-password" isRequired
        error={enter.error ? (refused ? m.signIn.wrong : m.common.noAnswer) : undefined}
      />
      <Button look="filled" type="submit" isPending={enter.isPending}>{m.signIn.enter}</Button>
    </form>
  );
}
