namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>
/// The last rows of a page, to find where the next one goes on when both were asked to overlap. Rows that were deleted or inserted meanwhile move the border: as
/// long as one of the remembered rows is found, nothing lies between.
/// </summary>
internal sealed class Border(int overlap)
{
    private IReadOnlyList<UInt128> _tail = [];

    /// <summary>How many rows at the beginning of the page came before; null when none of the remembered rows is in it.</summary>
    public int? Overlapping(IReadOnlyList<UInt128> page)
    {
        if (_tail.Count == 0)
        {
            return 0;
        }

        for (int i = _tail.Count - 1; i >= 0; i--)
        {
            for (int place = page.Count - 1; place >= 0; place--)
            {
                if (page[place] == _tail[i])
                {
                    return place + 1;
                }
            }
        }

        return null;
    }

    public void Remember(IReadOnlyList<UInt128> page) => _tail = overlap == 0 ? [] : [.. page.Skip(page.Count - overlap)];

    public void Forget() => _tail = [];
}
