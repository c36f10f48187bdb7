package dev.restorebot.engine.approval;

import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** People, a chat, a clock, and approvals over a real store, a real log and real codes. */
final class ApprovalFixture implements AutoCloseable {
  static final Actor NORA = new Actor("slack:U0", "Nora");
  static final Actor NORA_TOO = new Actor("slack:U0b", "Nora (contractor)");
  static final Actor ADA = new Actor("slack:U1", "Ada");
  static final Actor ADA_TOO = new Actor("slack:U1b", "Ada (old account)");
  static final Actor BOB = new Actor("slack:U2", "Bob");
  static final Actor CLEO = new Actor("slack:U3", "Cleo");
  static final Actor TESS = new Actor("slack:U5", "Tess");
  static final Actor EVE = new Actor("slack:U9", "Eve");
  static final ChannelRef OPS = new ChannelRef("slack", "T1", "C1");
  static final Binding BINDING =
      Binding.of("disaster", "ab".repeat(32), "zenops/db/zenops/zenops_postgres_data", "1. stop");

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T03:00:05Z"));
  final Set<String> leads = new HashSet<>();

  /** Who left the leads' group since it was last looked up. */
  final Set<String> justLeft = new HashSet<>();

  /** The leads as far as they can be listed; empty when they cannot. */
  Optional<Set<String>> listed = Optional.empty();

  final AuditLog audit;
  final ApprovalStore store;
  final TotpSecondFactor totp;
  final Map<String, Authenticator> apps = new HashMap<>();
  Optional<Exception> membershipTrouble = Optional.empty();
  ApprovalPolicy policy = policy(2, SecondFactorKind.NONE);
  Approvals approvals;
  String request = "none";

  ApprovalFixture(Path folder) {
    Path file = folder.resolve("state.db");
    audit = JdbcAuditLog.open(file);
    store = JdbcApprovalStore.open(file);
    totp = new TotpSecondFactor(folder.resolve("totp.json"), audit, clock);
    for (Actor lead : List.of(NORA, NORA_TOO, ADA, ADA_TOO, BOB, CLEO)) {
      leads.add(lead.id());
    }
    under(policy);
  }

  static ApprovalPolicy policy(int needed, SecondFactorKind factor) {
    return new ApprovalPolicy(
        needed,
        Duration.ofMinutes(30),
        Duration.ofMinutes(10),
        List.of(Duration.ofMinutes(5), Duration.ofMinutes(15)),
        factor,
        Set.of("slack:S1"),
        new SamePersonRules(
            List.of(
                Set.of(NORA.id(), NORA_TOO.id(), "discord:50"), Set.of(ADA.id(), ADA_TOO.id()))),
        Optional.empty());
  }

  /** As after a restart with these settings. */
  ApprovalFixture under(ApprovalPolicy settings) {
    policy = settings;
    ApprovalPolicy fixed = policy;
    approvals =
        new Approvals(
            () -> fixed, store, audit, new People(), totp, ApprovedOperations.NONE, clock);
    return this;
  }

  /** With rules that may change while it runs: those in {@link #policy}. */
  ApprovalFixture following() {
    approvals =
        new Approvals(
            () -> policy, store, audit, new People(), totp, ApprovedOperations.NONE, clock);
    return this;
  }

  ApprovalFixture asked() {
    Decision opened =
        approvals.open(
            new NewRequest(NORA, "disk is gone", OPS, BINDING, Optional.empty()),
            ApprovedOperations.NONE);
    request = opened.request().orElseThrow().id();
    return this;
  }

  ApprovalFixture approvedBy(Actor... actors) {
    for (Actor actor : actors) {
      Decision decision = approvals.approve(request, vote(actor));
      if (!decision.accepted()) {
        throw new AssertionError(decision.words());
      }
    }
    return this;
  }

  ApprovalFixture enrolled(Actor... actors) {
    for (Actor actor : actors) {
      try {
        apps.put(actor.id(), new Authenticator(totp.enrol(actor).orElseThrow().secret()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return this;
  }

  ApprovalRequest stored() {
    return store.find(request).orElseThrow();
  }

  /** A vote on the present request, as its button sends it, with a code if one is enrolled. */
  Vote vote(Actor actor) {
    return vote(actor, OPS);
  }

  Vote vote(Actor actor, ChannelRef place) {
    String seal = store.find(request).map(ApprovalRequest::seal).orElse("none");
    return new Vote(actor, place, seal, code(actor));
  }

  Optional<SecondFactorCode> code(Actor actor) {
    return Optional.ofNullable(apps.get(actor.id())).map(app -> app.code(clock.instant()));
  }

  List<AuditEntry> heard() {
    return audit.entries(0, 10_000);
  }

  AuditEntry last() {
    List<AuditEntry> all = heard();
    return all.get(all.size() - 1);
  }

  private boolean lead(Actor actor) throws MembershipUnknownException {
    if (membershipTrouble.isPresent()) {
      if (membershipTrouble.get() instanceof MembershipUnknownException e) {
        throw e;
      }
      throw new IllegalStateException(membershipTrouble.get().getMessage());
    }
    return leads.contains(actor.id());
  }

  private final class People implements Membership {
    @Override
    public boolean isLead(Actor actor) throws MembershipUnknownException {
      return lead(actor);
    }

    @Override
    public boolean isLeadNow(Actor actor) throws MembershipUnknownException {
      return lead(actor) && !justLeft.contains(actor.id());
    }

    @Override
    public boolean mayRequest(Actor actor) throws MembershipUnknownException {
      return lead(actor) || actor.id().equals(TESS.id());
    }

    @Override
    public Optional<Set<String>> leads(String frontEnd) {
      return listed.map(
          ids ->
              ids.stream().filter(id -> id.startsWith(frontEnd + ":")).collect(Collectors.toSet()));
    }
  }

  @Override
  public void close() {
    store.close();
    audit.close();
  }
}
