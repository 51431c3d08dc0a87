package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.brim.api.HeaderList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names with underscores pass for others. */
final class CgiNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content_Length",
        "CONTENT_TYPE",
        "Transfer_Encoding",
        "Proxy_Authorization",
        "X_Forwarded_For",
        "X-Forwarded_Proto",
        "x_forwarded-host",
        "X_Real_IP",
        "Remote_User",
        "X_Remote_User",
        "SSL_Client_Cert",
        "X_SSL_Client_DN",
        "Sec_Fetch_Site",
        "X_Txn",
        "X_Http_Method_Override",
        "X_Auth_Request_User",
        "X_Authenticated_User"
      })
  void refusesThoseThatAppsTrust(String name) {
    assertEquals(name, CgiNames.disguised(HeaderList.of("Host", "a").with(name, "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X_Tenant", "x-tenant_Id", "_", "A_", "Some_Header"})
  void refusesOthersWhereTheyHideAnother(String name) {
    HeaderList alone = HeaderList.of("Host", "a").with(name, "x");
    assertNull(CgiNames.disguised(alone));
    assertNull(CgiNames.disguised(alone.with(name.toUpperCase(java.util.Locale.ROOT), "y")));
    assertEquals(name, CgiNames.disguised(alone.with(name.replace('_', '-'), "y")));
    assertEquals(
        name, CgiNames.disguised(HeaderList.of(name.replace('_', '-'), "y").with(name, "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "X-Forwarded-For", "X-Real-IP"})
  void leavesTheRealOnesAlone(String name) {
    assertNull(CgiNames.disguised(HeaderList.of(name, "x").with("Other_Name", "y")));
  }
}
