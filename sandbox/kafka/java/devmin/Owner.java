package devmin;

import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;

/** Who a client is to the broker's ACLs: the service account its key belongs to, as in Confluent Cloud, never the key. */
public final class Owner extends DefaultKafkaPrincipalBuilder {
    public Owner() {
        super(null, null); // Neither Kerberos nor client certificates; what is inherited is how a principal travels.
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        String name = ((SaslAuthenticationContext) context).server().getAuthorizationID();
        return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, KeyCheck.principalOf(name));
    }
}
