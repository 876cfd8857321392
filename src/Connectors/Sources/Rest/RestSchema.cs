namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The JSON schema of the settings, for editors.</summary>
internal static class RestSchema
{
    public const string Text = """
        {
          "type": "object",
          "required": ["address", "records"],
          "additionalProperties": false,
          "properties": {
            "address": { "type": "string", "description": "Base address https://host[:port][/path], or env:NAME / file:PATH" },
            "path": { "type": "string", "pattern": "^/[^?#{]*$", "default": "/", "description": "Path of the list" },
            "method": { "enum": ["GET", "POST"], "description": "GET without a body, POST with one" },
            "query": { "type": "object", "additionalProperties": { "type": "string" }, "default": {}, "description": "Parameters sent with every request; placeholders {page} {size} {offset} {cursor} {since} {until} {from} {to} {subject} {date} {token}" },
            "body": { "type": "object", "required": ["template"], "additionalProperties": false, "description": "Body of a POST: a JSON document, form fields, or an XML text (one text or lines), with the same placeholders",
              "properties": { "type": { "enum": ["json", "form", "xml"], "default": "json" }, "template": {}, "numbers": { "enum": ["number", "text"], "default": "number", "description": "How {page}, {size} and {offset} stand alone in JSON" } } },
            "soap": { "type": "object", "additionalProperties": false, "description": "The body is a SOAP envelope: content type, SOAPAction, faults told by their code",
              "properties": { "version": { "enum": ["1.1", "1.2"], "default": "1.1" }, "action": { "type": "string" } } },
            "auth": { "type": "object", "required": ["type"], "additionalProperties": false, "description": "How we prove who we are; secrets are references env:NAME or file:PATH",
              "properties": { "type": { "enum": ["none", "bearer", "header", "query", "oauth2", "hmac"] }, "token": { "type": "string", "pattern": "^(env|file):.+" }, "name": { "type": "string" }, "value": { "type": "string", "pattern": "^(env|file):.+" },
                "tokenAddress": { "type": "string" }, "clientId": { "type": "string" }, "clientSecret": { "type": "string", "pattern": "^(env|file):.+" }, "style": { "enum": ["form", "basic", "json"], "default": "form" }, "scope": { "type": "string" },
                "idField": { "type": "string", "default": "client_id" }, "secretField": { "type": "string", "default": "client_secret" }, "tokenPath": { "type": "string", "default": "$.access_token" }, "expiresPath": { "type": "string", "default": "$.expires_in" },
                "header": { "type": "string", "default": "Authorization" }, "prefix": { "type": "string", "default": "Bearer " },
                "keyId": { "type": "string" }, "secret": { "type": "string", "pattern": "^(env|file):.+" }, "parts": { "type": "array", "items": { "enum": ["method", "path", "query", "body", "bodyDigest", "timestamp", "nonce", "keyId"] } }, "separator": { "type": "string", "default": "\n" },
                "encoding": { "enum": ["hex", "base64"], "default": "hex" }, "timestampFormat": { "enum": ["unixMilliseconds", "unixSeconds", "yyyyMMddHHmmss"], "default": "unixMilliseconds" }, "signatureHeader": { "type": "string", "default": "X-Signature" }, "signaturePrefix": { "type": "string", "default": "" },
                "timestampHeader": { "type": "string" }, "nonceHeader": { "type": "string" }, "keyIdHeader": { "type": "string" }, "digestHeader": { "type": "string" } } },
            "records": { "type": "string", "pattern": "^(\\$(\\.[^.]+)*|(/[^/]+)+)$", "description": "Where the records are: $ or $.name.name for JSON (an array), /name/name for XML (the repeated element)" },
            "unwrap": { "type": "string", "description": "Where a text holds the document itself (SOAP services that return a string): all other paths are looked for inside first" },
            "encoding": { "enum": ["utf-8", "gb18030"], "default": "utf-8", "description": "Encoding of JSON answers; XML says its own" },
            "paging": { "type": "object", "required": ["type"], "additionalProperties": false, "description": "How the next page is asked for",
              "properties": { "type": { "enum": ["none", "page", "offset", "cursor", "link"] }, "parameter": { "type": "string" }, "first": { "enum": [0, 1], "default": 1 }, "sizeParameter": { "type": "string" }, "size": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 500 },
                "next": { "type": "string", "description": "Where the answer names the next page (cursor; link when it is not in the Link header)" }, "overlap": { "type": "integer", "minimum": 0, "default": 0, "description": "Rows asked for twice at each border (offset): for lists that change while they are read" },
                "end": { "enum": ["short", "empty"], "default": "short", "description": "Which page is the last where no total is declared" }, "allowedPath": { "type": "string", "description": "Beginning of the paths a link may lead to" } } },
            "total": { "type": "string", "description": "Where the answer says how many records there are: checked against what came" },
            "answers": { "type": "array", "description": "What answers mean: the first rule that fits decides, else the status",
              "items": { "type": "object", "required": ["when"], "additionalProperties": false, "properties": {
                "when": { "type": "object", "additionalProperties": false, "properties": { "status": {}, "path": { "type": "string" }, "equals": {}, "notEquals": {} } },
                "then": { "enum": ["success", "empty", "ignore", "retry", "rateLimited", "unauthorised", "fail"], "default": "fail" }, "message": { "type": "string" } } } },
            "updatedSince": { "type": "object", "additionalProperties": false, "description": "Ask only for what changed since the last collection",
              "properties": { "parameter": { "type": "string" }, "format": { "type": "string", "default": "yyyy-MM-ddTHH:mm:sszzz" }, "lagSeconds": { "type": "integer", "minimum": 0, "maximum": 604800, "default": 300, "description": "Overlap of two collections" } } },
            "timeWindows": { "type": "object", "required": ["start"], "additionalProperties": false, "description": "Ask window by window of change time, from the cursor to now less the lag",
              "properties": { "from": { "type": "string" }, "to": { "type": "string" }, "format": { "type": "string", "default": "yyyy-MM-dd HH:mm:ss" }, "start": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }, "lengthMinutes": { "type": "integer", "minimum": 1, "maximum": 527040, "default": 1440 },
                "lagSeconds": { "type": "integer", "minimum": 0, "maximum": 604800, "default": 300 }, "overlapSeconds": { "type": "integer", "minimum": 0, "maximum": 604800, "default": 1 }, "maxPerWindow": { "type": "integer", "minimum": 0, "default": 0, "description": "A window with more records is halved; 0: any number" },
                "leastSeconds": { "type": "integer", "minimum": 1, "maximum": 86400, "default": 60 }, "maxWindowsPerRun": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 400 } } },
            "window": { "type": "object", "additionalProperties": false, "description": "Parameters of a window run (--from, --to); not needed with timeWindows",
              "properties": { "from": { "type": "string" }, "to": { "type": "string" }, "format": { "type": "string", "default": "yyyy-MM-dd" } } },
            "date": { "type": "object", "additionalProperties": false, "description": "What {date} stands for", "properties": { "format": { "type": "string", "default": "yyyy-MM-dd" }, "daysBack": { "type": "integer", "minimum": 0, "maximum": 366, "default": 0 } } },
            "subjectParameter": { "type": "string", "description": "Parameter of a subject run (--subject)" },
            "budget": { "type": "object", "additionalProperties": false, "description": "Requests we may make; 0: any number", "properties": { "perRun": { "type": "integer", "minimum": 0, "default": 0 }, "perMinute": { "type": "integer", "minimum": 0, "default": 0 } } },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 600, "default": 30, "description": "Total deadline of one request, answer included" },
            "maxPageMegabytes": { "type": "integer", "minimum": 1, "maximum": 512, "default": 64, "description": "Larger answers are refused, inflated size included" },
            "maxPagesPerPayload": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 1000, "description": "More pages than this stop the collection" }
          }
        }
        """;
}
