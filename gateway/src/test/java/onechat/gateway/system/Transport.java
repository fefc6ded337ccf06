package onechat.gateway.system;

import java.io.IOException;
import onechat.gateway.Endpoints;

/** The ways to reach the server. */
enum Transport {
    TCP {
        @Override
        Wire connect(Endpoints server) throws IOException {
            return new TcpWire(server.tcp());
        }
    },
    WEBSOCKET {
        @Override
        Wire connect(Endpoints server) {
            return new WebSocketWire(server.http());
        }
    };

    abstract Wire connect(Endpoints server) throws IOException;
}
