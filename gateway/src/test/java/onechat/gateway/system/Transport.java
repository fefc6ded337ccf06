package onechat.gateway.system;

import java.io.IOException;
import onechat.gateway.Endpoints;
import onechat.gateway.ServerOptions;
import onechat.gateway.tls.TestCertificate;

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
    },
    TLS {
        @Override
        Wire connect(Endpoints server) throws IOException {
            return TcpWire.overTls(server.tcp());
        }
    },
    SECURE_WEBSOCKET {
        @Override
        Wire connect(Endpoints server) {
            return WebSocketWire.overTls(server.http());
        }
    };

    abstract Wire connect(Endpoints server) throws IOException;

    /** A native client's wire to the same server, for what needs one: TCP or TLS. */
    TcpWire connectNative(Endpoints server) throws IOException {
        return switch (this) {
            case TCP, WEBSOCKET -> new TcpWire(server.tcp());
            case TLS, SECURE_WEBSOCKET -> TcpWire.overTls(server.tcp());
        };
    }

    /** The options of a server that is reached in this way. */
    ServerOptions.Builder on(ServerOptions.Builder options) {
        return switch (this) {
            case TCP, WEBSOCKET -> options;
            case TLS, SECURE_WEBSOCKET -> secured(options, TestCertificate.shared());
        };
    }

    /** The options of a server with that certificate. */
    static ServerOptions.Builder secured(ServerOptions.Builder options, TestCertificate certificate) {
        return options.tls(tls -> tls.withCert(certificate.cert().toString())
                .withKey(certificate.key().toString()));
    }
}
