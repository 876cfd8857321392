select
  x.recid, x.gxsj, x.xk_xdr_mc, x.xk_xdr_lb, x.xk_xdr_shxym, x.xk_xdr_swdj, x.xk_frdb, x.xk_xdr_zjlx, x.xk_xdr_zjhm, x.xk_xkws, x.xk_wsh,
  d.mc as xk_xklb, x.xk_xkzs, x.xk_xkbh, x.xk_nr, x.xk_jdrq, x.xk_yxqz, x.xk_yxqzi, x.xk_xkjg, x.xk_xkjgdm, x.xk_zt, x.xk_lydw, x.xk_lydwdm, x.bz
from gtxk.xk_main x
join gtxk.dm_xklb d on d.dm = x.xklb_dm
where x.gxsj > @since or (x.gxsj = @since and x.recid > @sinceId)
order by x.gxsj, x.recid
limit @limit
