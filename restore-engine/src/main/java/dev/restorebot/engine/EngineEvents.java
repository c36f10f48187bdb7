package dev.restorebot.engine;

import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.evidence.EvidenceEvents;

/**
 * Connects the engine to the front end that people use.
 *
 * @param disasters shows how disaster restores go
 * @param rehearsals shows how rehearsals go
 * @param drills shows how drills go
 * @param evidence announces reports
 * @param leads knows who is a lead
 */
public record EngineEvents(
    DisasterEvents disasters,
    RehearsalEvents rehearsals,
    DrillEvents drills,
    EvidenceEvents evidence,
    Membership leads) {}
