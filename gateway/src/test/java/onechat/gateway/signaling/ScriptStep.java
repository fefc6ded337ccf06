package onechat.gateway.signaling;

/** One line of a script; a slot is where one device of one user may be online. Immutable. */
sealed interface ScriptStep {
    record Login(int slot) implements ScriptStep {}

    record Gone(int slot, boolean logout) implements ScriptStep {}

    record Create(int slot, long room, boolean acked) implements ScriptStep {}

    record Join(int slot, long room, boolean acked) implements ScriptStep {}

    record Leave(int slot, long room, boolean busy, boolean acked) implements ScriptStep {}

    record Presence(int slot, long room, boolean acked) implements ScriptStep {}

    /** Time passes; {@code swept} says whether somebody then looks for rings that are over. */
    record Wait(int seconds, boolean swept) implements ScriptStep {}
}
