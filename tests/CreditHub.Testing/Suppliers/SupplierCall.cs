using Microsoft.AspNetCore.Http;

namespace CreditHub.Testing.Suppliers;

/// <summary>A request as a supplier's interface sees it.</summary>
public sealed record SupplierCall(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public static async Task<SupplierCall> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new SupplierCall(
            request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "",
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
    }

    /// <summary>A parameter of the query, or null.</summary>
    public string? Parameter(string name) => System.Web.HttpUtility.ParseQueryString(Query)[name];
}
