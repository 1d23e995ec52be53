/** The arcus tangent of numbers from 0, to float32's digits: GLSL's own may be as coarse as a device likes. */

export const ARCTAN = `
float arctan(float x){
float t=x>1.?1./x:x;
bool far=t>.41421356;
float u=far?(t-1.)/(t+1.):t;
float z=u*u;
float y=u+u*z*(-.333329491539+z*(.199777106478+z*(-.138776856032+z*.0805374449538)));
y=far?y+.785398163397:y;
return x>1.?1.57079632679-y:y;
}
`;
