using CreditHub.Pipelines.Runs;
using Npgsql;

namespace CreditHub.Worker.Admin;

/// <summary>
/// Everything before a route: host, key, role, audit. Deny by default: only <c>GET /health/live</c> passes without a key. Every
/// call, refused ones too, is in the audit trail before it has an effect.
/// </summary>
internal sealed class AdminGate(AdminKeys keys, AuditTrail audit, FailureLock failures, ILogger<AdminGate> logger)
{
    public const string Live = "/health/live";

    private const string Refused = "Send a valid key: Authorization: Bearer id.secret";

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
        {
            await AdminAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, "host", "Call this endpoint as 127.0.0.1 or localhost.");
            return;
        }

        if (context.Request.Path == Live && HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        // Looked at before the call, so that refused calls of others never keep out the holder of a good key.
        bool mustWait = failures.MustWait(address);
        var caller = await FindCallerAsync(context, address);
        if (caller is null && mustWait)
        {
            await AdminAnswer.WriteAsync(context, StatusCodes.Status429TooManyRequests, "wait", "Too many refused calls from this address.");
            return;
        }

        if (caller is null)
        {
            await AuditAsync(context, "unknown", "none", "refused", "no valid key");
            await AdminAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", Refused);
            return;
        }

        await AdmitAsync(context, caller, next);
    }

    private async Task AdmitAsync(HttpContext context, AdminCaller caller, RequestDelegate next)
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeedsRole>();
        if (needed is null || RoleOf(caller) < needed.Role)
        {
            await AuditAsync(context, caller.Name, caller.Role, "refused", needed is null ? "no such route" : $"needs {needed.Role}");
            int status = needed is not null ? StatusCodes.Status403Forbidden : context.GetEndpoint() is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            await AdminAnswer.WriteAsync(context, status, needed is null ? "notFound" : "forbidden", needed is null ? "There is no such route." : $"This key may not do that: it needs the role {needed.Role}.");
            return;
        }

        bool reads = HttpMethods.IsGet(context.Request.Method);
        if (!await AuditAsync(context, caller.Name, caller.Role, "asked", "") && !reads)
        {
            await AdminAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "audit", "The audit trail cannot be written; nothing was done.");
            return;
        }

        context.Items[typeof(AdminCaller)] = caller;
        await next(context);
    }

    private async Task<AdminCaller?> FindCallerAsync(HttpContext context, string address)
    {
        string key = KeyOf(context.Request.Headers);
        AdminKeys.TrySplit(key, out string keyId, out _);
        if (failures.IsLocked(address, keyId))
        {
            failures.Fail(address, "");
            return null;
        }

        if (await keys.FindAsync(key, context.RequestAborted) is { } caller)
        {
            failures.Succeed(address, keyId);
            return caller;
        }

        if (failures.Fail(address, keyId))
        {
            logger.AdminLockedOut(FailureLock.LockTime.TotalMinutes, FailureLock.Failures);
        }

        return null;
    }

    // One header, one value, exactly as documented: everything else is no key.
    public static string KeyOf(IHeaderDictionary headers)
    {
        const string Bearer = "Bearer ";
        var (authorization, own) = (headers.Authorization, headers["X-Api-Key"]);
        if (authorization.Count + own.Count != 1)
        {
            return "";
        }

        string value = (authorization.Count == 1 ? authorization[0] : own[0]) ?? "";
        return authorization.Count == 0 ? value : value.StartsWith(Bearer, StringComparison.Ordinal) ? value[Bearer.Length..] : "";
    }

    private static Role RoleOf(AdminCaller caller) => caller.Role switch
    {
        "admin" => Role.Admin,
        "operator" => Role.Operator,
        _ => Role.Viewer,
    };

    private async Task<bool> AuditAsync(HttpContext context, string actor, string role, string outcome, string detail)
    {
        var request = context.Request;
        try
        {
            await audit.WriteAsync(new AuditEntry(actor, role, $"api {request.Method}", request.Path.Value ?? "", outcome, detail), context.RequestAborted);
            return true;
        }
        catch (NpgsqlException failed)
        {
            logger.AuditUnwritable((failed as PostgresException)?.SqlState ?? failed.GetType().Name);
            return false;
        }
    }
}
