/** The arcus tangent of numbers from 0, to float32's digits: WGSL's own may be off by 4096 units of the last place. */

export const ARCTAN = `
fn arctan(x:f32)->f32{
let t=select(x,1./x,x>1.);
let far=t>.41421356;
let u=select(t,(t-1.)/(t+1.),far);
let z=u*u;
var y=u+u*z*(-.333329491539+z*(.199777106478+z*(-.138776856032+z*.0805374449538)));
y=select(y,y+.785398163397,far);
return select(y,1.57079632679-y,x>1.);
}`;
