/**
 * Tables of accounts, sessions and tokens. A migration that has shipped is never edited; a new one is added at the end.
 * Times of accounts and sessions are real time in milliseconds since the epoch, never the demonstration's clock.
 */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

export const accountMigrations: readonly Migration[] = [
  {
    id: 'accounts-0001',
    sql: `
      create table account (
        pair text not null,
        id text not null,
        name text not null,
        display_name text not null,
        side text not null check (side in ('VN', 'CN')),
        role text not null,
        firm text,
        firm_name text,
        language text not null check (language in ('vi', 'zh', 'en')),
        password_hash text,
        disabled boolean not null default false,
        created_at bigint not null,
        primary key (pair, id),
        constraint account_name_used unique (pair, name)
      );
      create table session (
        pair text not null,
        id_hash text not null,
        account text not null,
        created_at bigint not null,
        last_seen_at bigint not null,
        primary key (pair, id_hash),
        foreign key (pair, account) references account (pair, id)
      );
      create index session_by_account on session (pair, account);
      create table api_token (
        pair text not null,
        token_hash text not null,
        account text not null,
        name text not null,
        created_at bigint not null,
        expires_at bigint,
        primary key (pair, token_hash),
        constraint api_token_name_used unique (pair, account, name),
        foreign key (pair, account) references account (pair, id)
      );
    `,
  },
];
