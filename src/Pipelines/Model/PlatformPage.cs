namespace CreditHub.Pipelines.Model;

/// <summary>
/// One page of a list at a platform. <paramref name="Fault"/> null: <paramref name="Items"/> are whole and <paramref name="Next"/> says where the next page
/// begins (null: this was the last). Else nothing was read, and the answer says what to do.
/// </summary>
public sealed record PlatformPage<T>(IReadOnlyList<T> Items, string? Next, DeliveryAnswer? Fault = null);
