package onechat.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The members of a command that the server reads (contract sections 2 to 5); any other is ignored or relayed. Immutable. */
enum Member {
    CMD(Kind.TEXT),
    TO(Kind.INTEGER, Place.WHOLE),
    FROM(Kind.SKIPPED, Place.WHOLE),
    ACK(Kind.COUNTED, Place.VALUE),
    ROOM(Kind.INTEGER),
    NAME(Kind.TEXT),
    PASS(Kind.TEXT),
    DEVICE(Kind.TEXT),
    TOKEN(Kind.TEXT),
    SESSION(Kind.TEXT),
    RECEIVED(Kind.INTEGER),
    RESUME(Kind.BOOLEAN),
    REASON(Kind.TEXT),
    SDP(Kind.SKIPPED),
    CANDIDATE(Kind.SKIPPED),
    LABEL(Kind.SKIPPED);

    /** What is kept of a member's value besides its type. */
    enum Kind {
        TEXT,
        /** Of a string, how many characters it has. */
        COUNTED,
        INTEGER,
        BOOLEAN,
        /** Nothing: long values such as SDP are checked and passed by. */
        SKIPPED
    }

    /** Which octets it is known by where it stands. */
    enum Place {
        /** From the first octet of the name to the last of the value. */
        WHOLE,
        /** Those of the value alone. */
        VALUE,
        NOT_KEPT
    }

    private static final List<Member> ALL = List.of(values());

    final Kind kind;
    final Place place;

    Member(Kind kind) {
        this(kind, Place.NOT_KEPT);
    }

    Member(Kind kind, Place place) {
        this.kind = kind;
        this.place = place;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The member at the index that a matcher from {@link #matcher} gave. */
    static Member at(int index) {
        return ALL.get(index);
    }

    static PropertyNameMatcher matcher(JsonFactory json) {
        return json.constructNameMatcher(
                Arrays.stream(values()).map(m -> Named.fromString(m.wireName())).toList(), false);
    }
}
