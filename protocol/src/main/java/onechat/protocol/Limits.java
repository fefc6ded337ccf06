package onechat.protocol;

/** The fixed bounds of the contract (sections 1 and 2); what an operator can change stands in the server's options. */
public final class Limits {
    /** The header block, from the O of ONECHAT to the end of the empty line, in octets (section 1.1). */
    public static final int MAX_HEADER_BLOCK_BYTES = 1_024;
    /** The default of a payload's greatest length, in octets (section 1.1). */
    public static final int DEFAULT_MAX_PAYLOAD_BYTES = 65_536;
    /** How much longer a relayed payload may be than the limit, in octets: {@code from} takes the place of {@code to}. */
    public static final int RELAY_GROWTH_BYTES = 64;
    /** How deep arrays and objects may nest; the payload itself is 1 (section 2). */
    public static final int MAX_NESTING = 32;
    /** The greatest user or room id: 2^53-1, which browsers keep exact (section 2). */
    public static final long MAX_ID = (1L << 53) - 1;
    /** The longest {@code ack}: characters (code points) of a string, digits of an integer (section 2). */
    public static final int MAX_ACK_CHARACTERS = 128;
    /** The longest {@code cmd} that an error about it repeats as its {@code action}, in UTF-16 units. */
    public static final int MAX_QUOTED_CMD_CHARACTERS = 128;
    /** The longest {@code device} name, in characters (code points). */
    public static final int MAX_DEVICE_CHARACTERS = 128;
    /** The most rooms that the ack of a login lists (section 3). */
    public static final int MAX_LISTED_ROOMS = 100;

    /** The longest name of a member in the ack of a presence, in UTF-16 units; a longer one is cut (section 5, addition). */
    public static final int MAX_MEMBER_NAME_UNITS = 200;

    private Limits() {}
}
