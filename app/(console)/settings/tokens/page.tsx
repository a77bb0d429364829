import type { Metadata } from "next";
import { PageTop } from "#components/shell/page-top.tsx";
import { TokenForm } from "#components/tokens/token-form.tsx";
import { TokenList } from "#components/tokens/token-list.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { getPools } from "#lib/commands/get-pools.ts";
import { getTokens } from "#lib/commands/get-tokens.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { may } from "#lib/domain/may.ts";
import { TOKEN_ROLES } from "#lib/domain/role.ts";
import { TOKEN_DAYS } from "#lib/domain/token.ts";
import { signedIn } from "../../../session.ts";
import { make, remove } from "./actions.ts";

export const metadata: Metadata = { title: "Tokens" };

/** Ways in for programs: made for a role, some pools and some time, shown once, and removed by a press. */
export default async function TokensPage() {
  const ctx = await signedIn();
  const isAllowed = may(ctx.actor, NEEDED_ROLE.newToken);
  return (
    <div className="mx-auto grid max-w-3xl gap-5">
      <PageTop />
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Tokens</h1>
        <p className="mt-1 text-pretty text-[0.9375rem] text-soft">
          A token lets a program in by the{" "}
          <a href="/api/v1/openapi.json" className={TEXT_LINK}>
            HTTP API
          </a>{" "}
          and the command line, as far as it is made for. What it does is audited under its name.
        </p>
      </div>
      {isAllowed ? (
        <>
          <Panel label="Make a token">
            <h2 className="font-semibold text-base">Make a token</h2>
            <TokenForm
              make={make}
              roles={TOKEN_ROLES}
              days={TOKEN_DAYS}
              pools={(await getPools(ctx)).Pools.map(({ PoolFqdn }) => PoolFqdn)}
            />
          </Panel>
          <Panel label="Tokens that there are">
            <h2 className="font-semibold text-base">Tokens that there are</h2>
            <TokenList tokens={(await getTokens(ctx)).Tokens} remove={remove} />
          </Panel>
        </>
      ) : (
        <Panel label="Tokens">
          <p className="text-sm text-soft">
            Tokens are made and seen by who holds the role {NEEDED_ROLE.newToken} for all pools.
          </p>
        </Panel>
      )}
    </div>
  );
}
