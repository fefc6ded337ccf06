package onechat.gateway.signaling;

import java.util.List;
import onechat.protocol.IceServer;

/** Says through which servers a user's media can find its way (contract section 6). Used by many threads at once; never blocks. */
@FunctionalInterface
public interface IceServers {
    /** The servers for a user, with credentials that begin now; empty where there are none. */
    List<IceServer> forUser(long user);
}
