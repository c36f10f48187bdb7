package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A database in a server that others use too: another database gets its name. */
final class ServerKind implements TargetKind {
  /** NAMEDATALEN - 1; PostgreSQL cuts longer names. */
  private static final int LONGEST_DATABASE = 63;

  @Override
  public int longestName() {
    return LONGEST_DATABASE;
  }

  @Override
  public boolean canCopy() {
    return false;
  }

  @Override
  public boolean servesMeanwhile() {
    return true;
  }

  /** Others use the server too, and its log is not ours to read. */
  @Override
  public boolean hasLogOfItsOwn() {
    return false;
  }

  @Override
  public String oldName(DisasterPlan plan) {
    return DisasterPlan.oldBeside(plan.newVolume());
  }

  @Override
  public String newName(DisasterPlan plan) {
    return plan.target().database();
  }

  @Override
  public String toCommit(DisasterPlan plan) {
    return "";
  }

  @Override
  public List<String> describe(DisasterPlan plan) {
    Target target = plan.target();
    return List.of(
        "Server: "
            + target.server().image()
            + " at "
            + target.server().service()
            + ", as the role "
            + target.cluster().superuser()
            + ". Its other databases and roles, and its replication slots, are not changed.",
        target.hasWayBack()
            ? "Database now: "
                + target.database()
                + ", "
                + Sizes.text(target.volume().bytes())
                + ", owner "
                + target.cluster().owner()
                + " (stays, as "
                + plan.oldStorage()
                + ")"
            : "Database now: none; its owner was " + target.cluster().owner(),
        "New database: " + plan.newVolume() + " (will be called " + target.database() + ")",
        target.stopServices().isEmpty()
            ? "No service is stopped"
                + (target.hasWayBack()
                    ? ": the database serves until the swap, and what is written to it until then"
                        + " stays in "
                        + plan.oldStorage()
                        + " only."
                    : ".")
            : "Stopped for the restore: " + String.join(", ", target.stopServices()) + ".");
  }

  @Override
  public String changed(Target now) {
    return "The database "
        + now.database()
        + " on "
        + now.server().service()
        + " has changed since the plan was made (another database has its name, or its owner,"
        + " grants or settings are others), so the approvals no longer apply.";
  }

  @Override
  public String object() {
    return "database";
  }

  @Override
  public String likeness(Target target) {
    return " in the same server, with the owner, encoding and locale of the "
        + (target.hasWayBack() ? "present" : "dropped")
        + " one";
  }

  @Override
  public List<Step> swap(DisasterPlan plan) {
    return new DatabaseSteps(plan).swap();
  }

  @Override
  public List<String> begin(DisasterPlan plan) {
    return new DatabaseCommands(plan).begin();
  }

  @Override
  public List<String> needed(DisasterPlan plan) {
    return List.of();
  }

  /** PostgreSQL refuses a name that is in use. */
  @Override
  public List<String> requireUnused(DisasterPlan plan) {
    return List.of();
  }

  @Override
  public List<String> create(DisasterPlan plan, List<String> roles) {
    return new DatabaseCommands(plan).create();
  }

  @Override
  public List<String> restore(DisasterPlan plan) {
    return new DatabaseCommands(plan).restore();
  }

  @Override
  public List<String> verify(DisasterPlan plan) {
    return new DatabaseCommands(plan).verify();
  }

  @Override
  public List<String> check(DisasterPlan plan) {
    return List.of();
  }

  @Override
  public List<String> end(DisasterPlan plan) {
    if (!plan.target().hasWayBack()) {
      return List.of("# There is no way back: the old database no longer exists.");
    }
    List<String> out = new ArrayList<>(List.of("# To roll back:"));
    new DatabaseCommands(plan).back().forEach(line -> out.add("#   " + line));
    return out;
  }

  @Override
  public String where(Target target) {
    return target.label();
  }

  @Override
  public String found(Target target) {
    return "The database "
        + target.label()
        + " can be restored: its server answers, and the role has the rights.";
  }

  @Override
  public Program program(Target target) {
    return new Program("database server", target.server().image(), Optional.empty());
  }

  @Override
  public String inUse() {
    return "The restored database is called ";
  }

  @Override
  public String backInUse() {
    return "In use is the ";
  }

  @Override
  public Optional<String> finish(DisasterPlan plan) {
    String name = plan.target().database();
    return Optional.of(
        "ALTER DATABASE \""
            + plan.newVolume()
            + "\" RENAME TO \""
            + name
            + "\"; ALTER DATABASE \""
            + name
            + "\" ALLOW_CONNECTIONS true. Then GRANT CONNECT on it to the application's role,"
            + " unless that role owns it.");
  }

  @Override
  public String none() {
    return "no database of that name";
  }

  @Override
  public String usedBy() {
    return "used";
  }

  @Override
  public String release() {
    return "Disconnect them";
  }

  @Override
  public String elsewhere(Disaster disaster, LostSwap lost) {
    return LostDatabase.words(disaster, lost);
  }

  @Override
  public Problem problem(Disaster disaster, LostSwap lost) {
    return LostDatabase.problem(disaster, lost);
  }
}
